import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { LoadedFactory } from '@bearerkit/core/load';
import { meetup } from '@bearerkit/meetup';
import { createMeetupFake, type MeetupFake } from '@bearerkit/meetup/fake';
import { openSqlStores } from '@bearerkit/store-sql';
import { freePort } from '@bearerkit/testkit';
import { stringify } from 'yaml';
import { loadConfig } from '../config/load.ts';
import { createGateway, type Gateway, type GatewayOptions } from '../gateway.ts';
import { createLog } from '../log.ts';
import { acme } from './acme.ts';
import { startUpstream, type TestUpstream } from './upstream.ts';

/** Provider packages of the tests, as an application would have them. */
export const load = (name: string): LoadedFactory | undefined =>
  packages.get(name) as unknown as LoadedFactory | undefined;

const packages = new Map<string, unknown>([
  ['@bearerkit/meetup', meetup],
  ['acme-provider', acme],
]);

/** A gateway before one upstream, with a local Meetup, in a folder of its own. */
export interface TestGateway {
  readonly gateway: Gateway;
  readonly url: string;
  readonly meetup: MeetupFake;
  readonly upstream: TestUpstream;
  readonly folder: string;
  /** Lines of the log, at the most verbose level. */
  readonly log: Record<string, unknown>[];
  /** The log as text. */
  readonly text: () => string;
  /** A token of member 200000001, obtained through the relay. */
  token(member?: string): Promise<string>;
  /** Stops the gateway and starts it again on the same folder and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

type Values = Readonly<Record<string, unknown>>;

/** What a test changes of the usual configuration. */
export interface TestOptions {
  readonly config?: ((usual: UsualConfig) => Values) | undefined;
  readonly options?: GatewayOptions | undefined;
  readonly link?: boolean | undefined;
}

export type UsualConfig = ReturnType<typeof usualConfig>;

const usualConfig = (port: number, fake: MeetupFake, upstream: TestUpstream) => ({
  version: 1,
  listen: `127.0.0.1:${port}`,
  resource: `http://127.0.0.1:${port}`,
  admin: { listen: '127.0.0.1:0' },
  data: 'data',
  store: 'sqlite:store.db',
  providers: {
    meetup: {
      use: '@bearerkit/meetup',
      clientId: fake.clients[0].id,
      clientSecret: fake.clients[0].secret,
      endpoints: fake.endpoints,
      relay: {},
    },
  },
  upstreams: {
    wiki: {
      url: upstream.url,
      type: 'confluence',
      users: {
        kind: 'static',
        list: [
          { username: 'user-1', groups: ['users'] },
          { username: 'gone', active: false },
          { username: 'root', groups: ['administrators'] },
        ],
      },
      actAs: { kind: 'jwt', neverAs: { groups: ['administrators'] } },
    },
  },
  routes: [
    { match: { path: '/wiki/public/**' }, upstream: 'wiki', public: true },
    { match: { path: '/wiki/**' }, upstream: 'wiki', accept: ['meetup'] },
  ],
});

export async function startGateway({ config, options, link = true }: TestOptions = {}): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-'));
  const port = await freePort();
  const redirectUri = `http://127.0.0.1:${port}/auth/meetup/callback`;
  const [fake, upstream] = await Promise.all([createMeetupFake({ client: { redirectUri } }), startUpstream()]);
  const usual = usualConfig(port, fake, upstream);
  const file = join(folder, 'bearerkit.yaml');
  await writeFile(file, stringify(config === undefined ? usual : config(usual)));
  const lines: string[] = [];
  const to = new Writable({
    write: (chunk, _, done) => {
      lines.push(String(chunk));
      done();
    },
  });
  const start = async () =>
    createGateway(await loadConfig(file, { load }), { log: createLog('trace', to), stop: { accept: 0 }, ...options });
  let gateway = await start();
  const url = gateway.publicUrl;
  const tests: TestGateway = {
    get gateway() {
      return gateway;
    },
    url,
    meetup: fake,
    upstream,
    folder,
    get log() {
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    text: () => lines.join(''),
    token: (member) => tokenOf(url, fake, member),
    restart: async () => {
      await gateway.close();
      gateway = await start();
    },
    stop: async () => {
      await gateway.close();
      await Promise.all([fake.stop(), upstream.stop()]);
      await rm(folder, { recursive: true });
    },
  };
  if (link) await addLink(folder, gateway.registry.provider('meetup').identity);
  return tests;
}

/** Links as an administrator does from another process: over a connection of its own. */
export async function addLink(folder: string, identity: string, subject = '200000001', user = 'user-1'): Promise<void> {
  const stores = await openSqlStores({ url: `sqlite:${join(folder, 'store.db')}` });
  await stores.links.add({ directory: 'wiki', identity, subject, user, createdBy: 'admin' });
  await stores.close();
}

/** Walks Meetup's authorize page and exchanges the code through the relay, as Postman does. */
async function tokenOf(url: string, fake: MeetupFake, member = '200000001'): Promise<string> {
  const redirectUri = `${url}/auth/meetup/callback`;
  const verifier = 'v'.repeat(43);
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: fake.clients[0].id,
    redirect_uri: redirectUri,
    state: 'state',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  });
  const back = new URL(await fake.authorize({ url: `${fake.endpoints.authorize}?${query}`, member }));
  const answer = await fetch(`${url}/auth/meetup/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code: back.searchParams.get('code') ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    }),
  });
  const { access_token: token } = (await answer.json()) as { access_token?: string };
  if (token === undefined) throw new Error(`the relay answered ${answer.status}`);
  return token;
}
