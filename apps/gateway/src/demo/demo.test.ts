import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendLines } from '../__fixtures__/wire.ts';
import type { DemoValues } from './demo.ts';

const main = join(import.meta.dirname, '../../dist/demo/main.js');
const content = '/confluence/rest/api/content/';
const pulls = '/bitbucket/rest/api/1.0/dashboard/pull-requests';

let folder: string;
let child: ChildProcess;
let values: DemoValues;
const lines: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bearerkit-demo-'));
  child = spawn(process.execPath, [main, '--json'], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = createInterface({ input: child.stdout as NodeJS.ReadableStream });
  reader.on('line', (line) => lines.push(line));
  await once(reader, 'line');
  values = JSON.parse(lines[0] ?? '') as DemoValues;
});

afterAll(async () => {
  child.kill('SIGTERM');
  await once(child, 'exit');
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, authorization?: string) =>
  fetch(values.gateway + path, { redirect: 'manual', headers: authorization === undefined ? {} : { authorization } });

describe('the demo, with the values that it prints', () => {
  it('prints exactly one line with exactly these members', () => {
    expect(lines).toHaveLength(1);
    const members = [
      'gateway',
      'admin',
      'confluence',
      'bitbucket',
      'provider',
      'relay',
      'token',
      'otherAppToken',
      'user',
    ];
    expect(Object.keys(values)).toEqual(members);
  });

  it.each([content, content.slice(0, -1), `${content}?limit=2`])('the token opens Confluence: GET %s', async (path) => {
    const answer = await get(path, `Bearer ${values.token}`);
    expect(answer.status).toBe(200);
    const body = (await answer.json()) as { results: object[]; _links: { base: string } };
    expect(body.results.length).toBeGreaterThan(0);
    expect(body._links.base).toBe(`${values.gateway}/confluence`);
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('x-ausername')).toBe(values.user);
  });

  it.each([pulls, `${pulls}/`])('the token opens Bitbucket: GET %s', async (path) => {
    const answer = await get(path, `Bearer ${values.token}`);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as { values: object[] }).values.length).toBeGreaterThan(0);
  });

  it('no token: 401 with a challenge without error (RFC 6750 §3.1)', async () => {
    const answer = await get(content);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toMatch(/^Bearer /);
    expect(answer.headers.get('www-authenticate')).not.toContain('error');
  });

  it.each([
    ['garbage', () => 'garbage'],
    ["another application's token, good at Meetup's userinfo", () => values.otherAppToken],
  ])('%s: 401 invalid_token', async (_, token) => {
    const answer = await get(content, `Bearer ${token()}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  });

  it("the other application's token is good at Meetup", async () => {
    const answer = await fetch(`${values.provider}/gql-ext`, {
      method: 'POST',
      headers: { authorization: `Bearer ${values.otherAppToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'query { self { id } }' }),
    });
    expect(await answer.json()).toEqual({ data: { self: { id: '200000001' } } });
  });

  it.each(['bearer', 'BEARER', 'BeArEr'])('the scheme is case-insensitive: %s (RFC 9110 §11.1)', async (scheme) => {
    expect((await get(content, `${scheme} ${values.token}`)).status).toBe(200);
  });

  it('two Authorization headers: 400 (RFC 6750 §3.1)', async () => {
    const header = `Authorization: Bearer ${values.token}`;
    const answer = await sendLines(values.gateway, content, [header, header]);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('www-authenticate')).toContain('error="invalid_request"');
  });

  it('a comma in the Bearer value: 400', async () => {
    expect((await get(content, `Bearer ${values.token},${values.token}`)).status).toBe(400);
  });

  it('a token in the query is not looked at: 401', async () => {
    const answer = await get(`${content}?access_token=${values.token}`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).not.toContain('error');
  });

  it('Confluence itself accepts no such token, and Bitbucket neither', async () => {
    const headers = { authorization: `Bearer ${values.token}` };
    expect((await fetch(`${values.confluence}/rest/api/content/`, { headers })).status).toBe(401);
    expect((await fetch(`${values.bitbucket}/rest/api/1.0/dashboard/pull-requests`, { headers })).status).toBe(401);
  });

  it('a route that nobody configured is refused, also with a good token', async () => {
    const answer = await get('/confluence/admin', `Bearer ${values.token}`);
    expect(answer.status).toBeGreaterThanOrEqual(403);
    expect(answer.status).toBeLessThan(405);
  });

  it('public routes need no token', async () => {
    expect(await (await get('/confluence/status')).json()).toEqual({ state: 'RUNNING' });
  });
});
