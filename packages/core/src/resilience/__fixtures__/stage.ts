import { setTimeout as wait } from 'node:timers/promises';
import { api, jwtProvider } from '../../__fixtures__/issuer.ts';
import { makeKey } from '../../__fixtures__/keys.ts';
import { active, opaqueProvider } from '../../__fixtures__/opaque.ts';
import { type FakeServer, type Handler, json, useServer } from '../../__fixtures__/server.ts';
import type { HttpClient } from '../../http/client.ts';
import type { Provider } from '../../provider/provider.ts';
import { createProviderRegistry } from '../../registry.ts';
import type { ProviderRegistry } from '../../types.ts';
import { opaqueToken, type Sample, signedToken, subjectOf } from './traffic.ts';

/** Keys of the providers. Those of one side fall ill together. */
export const names = ['jwt-a', 'opaque-a', 'jwt-b', 'opaque-b'] as const;
export type Name = (typeof names)[number];

/** Four providers, each on a server of its own, three milliseconds away. */
export interface Stage {
  /** Sets the scene; from then on providers answer well. */
  open(): void;
  /** What a provider does instead of answering well. */
  readonly faults: Map<Name, Handler>;
  registry(): ProviderRegistry<Name>;
  /** A token that was never seen. */
  sample(name: Name, good?: boolean): Sample;
  count(path: string): number;
}

const key = makeKey();

/** Starts the servers for the tests of a file. */
export function useStage(http: HttpClient): Stage {
  const servers = Object.fromEntries(names.map((name) => [name, useServer()])) as Record<Name, FakeServer>;
  const faults = new Map<Name, Handler>();
  const open = () => {
    for (const name of names) {
      for (const [path, answer] of Object.entries(answers(name, servers[name].url))) {
        servers[name].on(path, async (call, response) => {
          await wait(3);
          await (faults.get(name) ?? answer)(call, response);
        });
      }
    }
  };
  const registry = () => {
    const provider = (name: Name) =>
      name.startsWith('jwt')
        ? jwtProvider(servers[name].url)
        : opaqueProvider(servers[name].url, { shape: { prefix: name, alphabet: 'token68' } });
    const providers = Object.fromEntries(names.map((name) => [name, provider(name)])) as Record<Name, Provider>;
    return createProviderRegistry(providers, { http });
  };
  const sample = (name: Name, good = true) =>
    name.startsWith('jwt') ? signedToken(servers[name].url, key, api, good) : opaqueToken(name, good);
  const count = (path: string) => names.reduce((sum, name) => sum + servers[name].count(path), 0);
  return { open, faults, registry, sample, count };
}

function answers(name: Name, url: string): Readonly<Record<string, Handler>> {
  if (name.startsWith('jwt')) {
    return {
      '/.well-known/openid-configuration': json({ issuer: url, jwks_uri: `${url}/jwks` }),
      '/jwks': json({ keys: [key.jwk] }),
    };
  }
  return {
    '/introspect': (call, response) => {
      const sub = subjectOf(call.form.get('token') ?? '', name);
      json(sub === undefined ? { active: false } : active({ sub }))(call, response);
    },
  };
}
