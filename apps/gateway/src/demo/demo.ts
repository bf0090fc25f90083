import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import type { LoadedFactory } from '@bearerkit/core/load';
import { meetup } from '@bearerkit/meetup';
import { createMeetupFake } from '@bearerkit/meetup/fake';
import { freePort } from '@bearerkit/testkit';
import type { GatewayConfig } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { createGateway } from '../gateway.ts';
import { createLog, type Log } from '../log.ts';
import { openRuntime } from '../runtime.ts';
import { demoConfiguration } from './configuration.ts';
import { obtainToken } from './obtain-token.ts';
import { createBitbucketFake, createConfluenceFake } from './upstream/index.ts';

/** What a demo tells about itself; the one line of `--json`. */
export interface DemoValues {
  readonly gateway: string;
  readonly admin: string;
  readonly confluence: string;
  readonly bitbucket: string;
  readonly provider: string;
  /** The gateway's token relay for Meetup: an Access Token URL. */
  readonly relay: string;
  /** A token of member 200000001, obtained through the relay. */
  readonly token: string;
  /** A token of the same member that another application obtained: good at Meetup, refused here. */
  readonly otherAppToken: string;
  /** The local user that the member is linked to. */
  readonly user: string;
}

/** A running demo. */
export interface Demo {
  readonly values: DemoValues;
  stop(): Promise<void>;
}

/** Links the member to the user as an administrator would: through the store, while the gateway runs. */
async function linkMember(config: GatewayConfig, log: Log): Promise<void> {
  const { registry, stores, close } = await openRuntime(config, { log });
  const { identity } = registry.provider('meetup');
  await stores.links.add({ directory: 'demo', identity, subject: member, user, createdBy: 'admin' });
  await close();
}

const member = '200000001';
const user = 'demo-user';

/**
 * Starts fakes and gateway on free loopback ports, links a member to a user, and obtains a token through the relay.
 * @param parent where the demo makes a folder of its own, which goes when it stops
 * @param to where log lines go
 */
export async function startDemo(parent: string, to: Writable): Promise<Demo> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const folder = await mkdtemp(join(parent, 'demo-'));
  const [gatewayPort, adminPort] = [await freePort(), await freePort()];
  const gateway = `http://127.0.0.1:${gatewayPort}`;
  const redirectUri = `${gateway}/auth/meetup/callback`;
  const fake = await createMeetupFake({ client: { redirectUri } });
  const assertion = { jwksUrl: `${gateway}/.well-known/bearerkit/jwks.json`, issuer: gateway };
  const [confluence, bitbucket] = await Promise.all([
    createConfluenceFake({ assertion: { ...assertion, audience: 'confluence' }, baseUrl: `${gateway}/confluence` }),
    createBitbucketFake({ assertion: { ...assertion, audience: 'bitbucket' }, baseUrl: `${gateway}/bitbucket` }),
  ]);
  const [client] = fake.clients;
  await writeFile(join(folder, 'meetup-secret'), client.secret, { mode: 0o600 });
  const file = join(folder, 'bearerkit.yaml');
  const { endpoints } = fake;
  const parts = { gatewayPort, adminPort, provider: endpoints, confluence: confluence.url, bitbucket: bitbucket.url };
  await writeFile(file, demoConfiguration({ ...parts, clientId: client.id }));

  const packages: Readonly<Record<string, unknown>> = { '@bearerkit/meetup': meetup };
  const config = await loadConfig(file, { load: (name) => packages[name] as LoadedFactory | undefined });
  const log = createLog('info', to);
  const running = await createGateway(config, { log });
  await linkMember(config, log);
  const relay = `${gateway}/auth/meetup/token`;
  const token = await obtainToken({ fake, relay, redirectUri, member });
  const otherAppToken = fake.mint({ member, client: fake.clients[1] }).accessToken;
  const values = {
    gateway,
    admin: `http://127.0.0.1:${adminPort}`,
    confluence: `${confluence.url}/confluence`,
    bitbucket: `${bitbucket.url}/bitbucket`,
  };
  return {
    values: { ...values, provider: fake.url, relay, token, otherAppToken, user },
    stop: async () => {
      await running.close();
      await Promise.all([fake.stop(), confluence.stop(), bitbucket.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}
