import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import type { MeetupFake } from '@bearerkit/meetup/fake';
import { fences } from './application.ts';

const page = 'apps/docs/guides/meetup-to-confluence.md';
const run = promisify(execFile);

/** Addresses that take the place of the ones in the guide. */
export interface GuideAddresses {
  readonly port: number;
  readonly adminPort: number;
  readonly confluence: string;
  readonly meetup: MeetupFake;
}

/** The guide's configuration with local addresses; nothing else is changed. */
export async function guideConfiguration({ port, adminPort, confluence, meetup }: GuideAddresses): Promise<string> {
  const [yaml = ''] = await fences(page, 'yaml');
  const { authorize, token, userinfo } = meetup.endpoints;
  return yaml
    .replaceAll('https://api.example.com', `http://127.0.0.1:${port}`)
    .replace('127.0.0.1:8080', `127.0.0.1:${port}`)
    .replace('127.0.0.1:8081', `127.0.0.1:${adminPort}`)
    .replace('http://127.0.0.1:8090', confluence)
    .replace(
      '    relay: {}',
      `    endpoints: { authorize: "${authorize}", token: "${token}", userinfo: "${userinfo}" }\n    relay: {}`,
    );
}

/** The lines of the guide's shell fences that begin like this, as they are printed. */
export async function guideLines(start: string): Promise<string[]> {
  const shell = (await fences(page, 'sh')).join('\n');
  return shell.split('\n').filter((line) => line.startsWith(start));
}

/** Runs a line of the guide as a person would type it, with the Node of this process. */
export async function type(
  line: string,
  cwd: string,
  env: Readonly<Record<string, string>>,
): Promise<{ code: number; out: string }> {
  const path = `${dirname(process.execPath)}:${process.env.PATH ?? ''}`;
  try {
    const { stdout, stderr } = await run('sh', ['-c', line], { cwd, env: { ...process.env, ...env, PATH: path } });
    return { code: 0, out: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, out: stdout + stderr };
  }
}

/** What Postman does with the guide's table: authorization code with PKCE, our client id, an empty secret, no scope. */
export async function postman(gateway: string, meetup: MeetupFake, member: string): Promise<string> {
  const [client] = meetup.clients;
  const redirectUri = `${gateway}/auth/meetup/callback`;
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = { response_type: 'code', client_id: client.id, redirect_uri: redirectUri, state: 'x', scope: '' };
  const pkce = { code_challenge: challenge, code_challenge_method: 'S256' };
  const url = `${meetup.endpoints.authorize}?${new URLSearchParams({ ...query, ...pkce })}`;
  const code = new URL(await meetup.authorize({ url, member })).searchParams.get('code') ?? '';
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
  const body = new URLSearchParams({ ...form, client_id: client.id, client_secret: '' });
  const answer = await fetch(`${gateway}/auth/meetup/token`, { method: 'POST', body });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`the relay answered ${answer.status}`);
  return token;
}

/** What the guide's `curl` lines ask, asked with fetch: machines without curl can run the test too. */
export async function curl(line: string, gateway: string, token: string): Promise<Response> {
  const url = /https:\/\/api\.example\.com\S*/.exec(line)?.[0]?.replace('https://api.example.com', gateway) ?? '';
  const header = /-H ["']Authorization: ([^"']+)["']/.exec(line)?.[1]?.replace('$(cat token.txt)', token);
  return fetch(url, header === undefined ? {} : { headers: { authorization: header } });
}
