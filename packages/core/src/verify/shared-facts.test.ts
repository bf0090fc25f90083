import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type MemoryFactsStore, memoryFactsStore } from '../__fixtures__/facts-store.ts';
import { api, jwtProvider, now, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider, ourClient } from '../__fixtures__/opaque.ts';
import { bearer, gate, outcome } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import { defineProvider } from '../provider/define.ts';
import { introspection, type Judge } from '../provider/inspection.ts';
import { opaque } from '../provider/rule.ts';
import { secret } from '../provider/secret.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryLoginTokenStore, memoryRevocationStore } from '../stores/memory.ts';
import type { RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
const hashKey = new Uint8Array(32).fill(7);
const asked = () => server.count('/introspect');
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);
let store: MemoryFactsStore;

beforeEach(() => {
  store = memoryFactsStore();
  server.on('/introspect', json(active({ scope: 'read', iat: now() - 100 })));
  vi.useFakeTimers({ toFake: ['Date', 'performance'] });
});
afterEach(() => void vi.useRealTimers());

/** A process of the service; all of them share one store. */
const instance = (settings: RegistrySettings<'a'> = {}, spec: Parameters<typeof opaqueProvider>[1] = {}) =>
  createProviderRegistry({ a: opaqueProvider(server.url, spec) }, { hashKey, sharedFacts: store, ...settings });

describe('facts shared between processes', () => {
  it('are asked for once among all of them, and decisions are each process its own (rule 28)', async () => {
    const first = await instance().verify(bearer('token-1'));
    const second = await instance().verify(bearer('token-1'));
    expect(second).toEqual(first);
    expect(asked()).toBe(1);
    expect(await outcome(instance(), 'token-1', { scopes: ['read'] })).toBe('insufficient_scope');
    expect(asked()).toBe(1);
  });

  it('are not looked for where the process knows them itself, nor told to peek', async () => {
    const get = vi.spyOn(store, 'get');
    const made = instance();
    await made.verify(bearer('token-1'));
    await made.verify(bearer('token-1'));
    expect(get).toHaveBeenCalledTimes(1);
    expect(instance().peek(bearer('token-1'))).toBeUndefined();
  });

  it('are as old as their proof: two levels are not twice as stale', async () => {
    await instance().verify(bearer('token-1'));
    pass(40);
    const second = instance();
    await second.verify(bearer('token-1'));
    server.on('/introspect', json({ active: false }));
    pass(19);
    expect(await outcome(second, 'token-1')).toBe('ok');
    pass(2);
    expect(await outcome(second, 'token-1')).toBe('inactive');
    expect(asked()).toBe(2);
  });

  it('are as old as the question: a provider that takes its time makes no fact fresher', async () => {
    const { opened, open } = gate();
    server.on('/introspect', async (call, response) => {
      await opened;
      json(active())(call, response);
    });
    const waiting = outcome(instance(), 'token-1');
    await vi.waitFor(() => expect(asked()).toBe(1));
    pass(3);
    open();
    expect(await waiting).toBe('ok');
    pass(56);
    expect([await outcome(instance(), 'token-1'), asked()]).toEqual(['ok', 1]);
    pass(2);
    expect([await outcome(instance(), 'token-1'), asked()]).toEqual(['ok', 2]);
  });

  it('end with a definitive refusal, for all', async () => {
    const first = instance({ cacheSeconds: 5 });
    await first.verify(bearer('token-1'));
    server.on('/introspect', json({ active: false }));
    pass(6);
    expect(await outcome(first, 'token-1')).toBe('inactive');
    expect(await outcome(instance(), 'token-1')).toBe('inactive');
    expect(store.values.size).toBe(0);
  });

  it('do not outlive a change of configuration: another audience reads no old facts', async () => {
    server.on('/introspect', json(active({ aud: 'https://other.example.com' })));
    expect(await outcome(instance(), 'token-1')).toBe('ok');
    expect(await outcome(instance({}, { audience: api }), 'token-1')).toBe('wrong_audience');
    expect(asked()).toBe(2);
  });

  it('are not there for signed tokens whose keys are enough, and are where userinfo is read', async () => {
    const attributes = { from: 'userinfo', subject: '/sub' } as const;
    server.on('/userinfo', json({ sub: 'member-1' }));
    const token = issuer.token();
    for (let index = 0; index < 2; index++) {
      const settings = { hashKey, sharedFacts: store };
      const made = createProviderRegistry({ a: jwtProvider(server.url) }, settings);
      const other = createProviderRegistry({ a: jwtProvider(server.url, { attributes }) }, settings);
      expect([await outcome(made, token), await outcome(other, token)]).toEqual(['ok', 'ok']);
    }
    expect([store.values.size, server.count('/userinfo')]).toEqual([1, 1]);
  });

  it('of a token that we obtained are for those who know that we did', async () => {
    const loginTokens = memoryLoginTokenStore();
    server.on('/token', json({ access_token: 'token-1', token_type: 'bearer' }));
    const knowing = () => instance({ loginTokens }, { binding: 'login' });
    await knowing().client('a').exchange({ code: 'c', redirectUri: 'https://app.test/cb' });
    for (let index = 0; index < 4; index++) expect(await outcome(knowing(), 'token-1')).toBe('ok');
    // The first learns whose it is, the second proves it as known, the others read that.
    expect(asked()).toBe(2);
    expect(await outcome(instance({}, { binding: 'login' }), 'token-1')).toBe('unbound');
  });

  it('are as frozen as our own: no handler can add a role to what the next request gets', async () => {
    const attributes = { from: 'inspection', subject: '/sub', groups: '/groups', roles: '/roles' } as const;
    server.on('/introspect', json(active({ groups: ['staff'], roles: ['user'] })));
    await instance({}, { attributes }).verify(bearer('token-1'));
    const second = instance({}, { attributes });
    const { groups, roles } = await second.verify(bearer('token-1'));
    expect([asked(), groups, roles]).toEqual([1, ['staff'], ['user']]);
    for (const list of [groups, roles]) expect(() => (list as string[]).push('admin')).toThrow(TypeError);
    expect(await outcome(second, 'token-1', { roles: ['admin'] })).toBe('forbidden');
  });

  it('are named by the functions of each process: one text may read different things around it (rule 29)', async () => {
    server.on('/introspect', json(active({ login: 'one', nick: 'other' })));
    const named = (member: string) =>
      instance({}, { attributes: { from: 'inspection', subject: '/sub', username: (answer) => answer[member] } });
    expect((await named('login').verify(bearer('token-1'))).username).toBe('one');
    expect((await named('nick').verify(bearer('token-1'))).username).toBe('other');
    expect(asked()).toBe(1);
  });

  it('are of one set of options: a judge may look at them, though its text is the same (rule 29)', async () => {
    const factory = defineProvider({
      contract: 1,
      id: 'acme',
      name: 'Acme',
      options: z.strictObject({ domains: z.array(z.string()), key: secret() }),
      define: ({ domains }) => {
        const judge: Judge = ({ document }) => (domains.includes(String(document?.hd)) ? undefined : 'refused');
        return {
          endpoints: { introspect: `${server.url}/introspect` },
          client: ourClient,
          accepts: [
            opaque({
              shape: { alphabet: 'token68' },
              binding: 'app',
              inspect: introspection('introspect', { judge }),
              attributes: { from: 'inspection', subject: '/sub' },
            }),
          ],
        };
      },
    });
    const made = (key: string, ...domains: string[]) =>
      createProviderRegistry({ a: factory({ domains, key }) }, { hashKey, sharedFacts: store });
    server.on('/introspect', json(active({ hd: 'one.example' })));
    expect(await outcome(made('s3cret', 'one.example'), 'token-1')).toBe('ok');
    expect(await outcome(made('rotated', 'one.example'), 'token-1')).toBe('ok');
    expect(asked()).toBe(1);
    expect(await outcome(made('s3cret', 'two.example'), 'token-1')).toBe('unrecognised');
  });

  it('are not used by explain, which looks afresh', async () => {
    await instance().verify(bearer('token-1'));
    expect((await instance().explain('token-1')).ok).toBe(true);
    expect(asked()).toBe(2);
  });
});

describe('revocations and shared facts', () => {
  it('a revoked token stays refused, and its facts are deleted', async () => {
    const revocations = memoryRevocationStore();
    const [first, second] = [instance({ revocations }), instance({ revocations })];
    await first.verify(bearer('token-1'));
    expect(store.values.size).toBe(1);
    await first.revoke({ token: 'token-1' });
    expect(store.values.size).toBe(0);
    expect(await outcome(second, 'token-1')).toBe('revoked');
  });

  it('a revoked subject is refused whatever is shared', async () => {
    const revocations = memoryRevocationStore();
    await instance({ revocations }).verify(bearer('token-1'));
    await instance({ revocations }).revoke({ provider: 'a', subject: 'member-1' });
    expect(await outcome(instance({ revocations }), 'token-1')).toBe('revoked');
    expect(asked()).toBe(1);
  });

  it('a revocation while the store is asked counts, and so does one while the provider is', async () => {
    for (const slow of ['get', 'provider']) {
      const { opened, open } = gate();
      const get = async () => void (slow === 'get' && (await opened));
      server.on('/introspect', async (call, response) => {
        await opened;
        json(active())(call, response);
      });
      const made = instance({ sharedFacts: { ...store, get } as never });
      const waiting = outcome(made, `token-${slow}`);
      await new Promise((resolve) => setTimeout(resolve, 30));
      await made.revoke({ token: `token-${slow}` });
      open();
      expect(await waiting).toBe('revoked');
      expect(store.values.size).toBe(0);
    }
  });
});

describe('a shared store that can not be trusted', () => {
  it('has no say: what was changed in it is a miss (rule 31)', async () => {
    await instance().verify(bearer('token-1'));
    for (const [key, value] of store.values) store.values.set(key, `${value.slice(0, -6)}AAAAAA`);
    expect(await outcome(instance(), 'token-1')).toBe('ok');
    expect(asked()).toBe(2);
  });

  it('may fail: the provider is asked, and the process keeps what it knows (rule 53)', async () => {
    const fails = () => Promise.reject(new Error('down'));
    const lines: string[] = [];
    const made = instance({
      sharedFacts: { get: fails, set: fails, delete: fails },
      log: ({ event }) => void lines.push(event),
    });
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(await outcome(made, 'token-1')).toBe('ok');
    expect(await made.revoke({ token: 'token-1' })).toEqual({ scope: 'process' });
    expect([asked(), lines]).toEqual([1, ['shared_facts_failed']]);
  });

  it('may fail together with the log: nothing that nobody waits for ends the process', async () => {
    const unhandled = vi.fn();
    process.on('unhandledRejection', unhandled);
    const log = () => {
      throw new Error('no space left');
    };
    const set = () => Promise.reject(new Error('down'));
    expect(await outcome(instance({ sharedFacts: { ...store, set }, log }), 'token-1')).toBe('ok');
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('gets nothing where the provider can not be asked', async () => {
    server.on('/introspect', status(500));
    expect(await outcome(instance(), 'token-1')).toBe('provider_unreachable');
    expect(store.values.size).toBe(0);
  });

  it('needs a key that all processes have', () => {
    expect(() => createProviderRegistry({}, { sharedFacts: store })).toThrow('`hashKey` is needed');
  });
});
