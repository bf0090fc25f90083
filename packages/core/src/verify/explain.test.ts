import { beforeEach, describe, expect, it } from 'vitest';
import { jwtProvider, useIssuer } from '../__fixtures__/issuer.ts';
import { active, opaqueProvider } from '../__fixtures__/opaque.ts';
import { collectLog, outcome } from '../__fixtures__/registry.ts';
import { json, status, useServer } from '../__fixtures__/server.ts';
import { reasons } from '../errors/reasons.ts';
import { createProviderRegistry } from '../registry.ts';
import { memoryRevocationStore } from '../stores/memory.ts';
import type { Explanation, RegistrySettings } from '../types.ts';

const server = useServer();
const issuer = useIssuer(server);
beforeEach(() => server.on('/introspect', json(active())));

const registry = (settings: RegistrySettings = {}) =>
  createProviderRegistry(
    { signed: jwtProvider(server.url), opaque: opaqueProvider(server.url, { shape: { alphabet: 'hex' } }) },
    settings,
  );
const last = ['attributes', 'subject not revoked', 'local user', 'route'];
const signature = ['key can be used', 'signature'];
const claims = ['kind', 'provider rule', 'audience', 'confirmation', 'subject', 'scope'];
const names = ({ checks }: Explanation, wanted: string) =>
  checks.filter(({ outcome: o }) => o === wanted).map(({ check }) => check);

describe('every check in order', () => {
  it('of a good signed token', async () => {
    const explanation = await registry().explain(issuer.token());
    expect(explanation).toMatchObject({ ok: true, provider: 'signed', subject: 'member-1' });
    expect(explanation.reason).toBeUndefined();
    expect(names(explanation, 'passed')).toEqual([
      'stores',
      'request',
      'recognised',
      'not revoked',
      'issuer',
      'algorithm',
      'critical headers',
      'form',
      'token type',
      'expiry',
      'iat',
      'key',
      'key can be used',
      'signature',
      'kind',
      'provider rule',
      'audience',
      'confirmation',
      'subject',
      'scope',
      'attributes',
      'local user',
      'route',
    ]);
    expect(names(explanation, 'failed').concat(names(explanation, 'skipped'))).toEqual([]);
  });

  it('of a good opaque one', async () => {
    const explanation = await registry().explain('abc123');
    expect(explanation).toMatchObject({ ok: true, provider: 'opaque' });
    expect(names(explanation, 'passed')).toContain('asked introspect');
  });

  it('tells what was seen, what was wanted and what to do', async () => {
    const { ok, reason, checks } = await registry().explain(issuer.token({ aud: 'https://other.test' }));
    expect([ok, reason]).toEqual([false, 'wrong_audience']);
    expect(checks.find(({ outcome: o }) => o === 'failed')).toEqual({
      check: 'audience',
      outcome: 'failed',
      seen: 'https://other.test',
      wanted: '["https://api.example.com"]',
      fix: `${reasons.wrong_audience.sentence} ${reasons.wrong_audience.fix}`,
    });
  });

  it.each<[string, () => string, string, string, readonly string[]]>([
    ['nothing', () => '', 'request', 'malformed', ['recognised', 'not revoked', ...last]],
    ['two words', () => 'a b', 'request', 'malformed', ['recognised', 'not revoked', ...last]],
    ['garbage', () => 'xyz!', 'request', 'malformed', ['recognised', 'not revoked', ...last]],
    ['nobody’s token', () => 'xyz', 'recognised', 'unrecognised', ['not revoked', ...last]],
    ['no form', () => `${issuer.token()}=`, 'base64url', 'unrecognised', ['not revoked', ...last]],
    ['a foreign issuer', () => issuer.token({ iss: 'x' }), 'issuer', 'unknown_issuer', ['not revoked', ...last]],
    [
      'an expired token',
      () => issuer.token({ exp: 1 }),
      'expiry',
      'expired',
      ['key', ...signature, ...claims, ...last],
    ],
    ['an unknown key', () => issuer.token({}, { kid: 'x' }), 'key', 'unknown_key', [...signature, ...claims, ...last]],
    ['another API', () => issuer.token({ aud: 'x' }), 'audience', 'wrong_audience', [...claims.slice(3), ...last]],
  ])('%s: the rest is skipped', async (_, make, check, reason, skipped) => {
    const explanation = await registry().explain(make());
    expect(explanation).toMatchObject({ ok: false, reason });
    expect(names(explanation, 'failed')).toEqual([check]);
    expect(names(explanation, 'skipped')).toEqual(skipped);
  });

  it('the demands of a route, the local user and revocations among them', async () => {
    expect(await registry().explain(issuer.token(), { scopes: ['admin'] })).toMatchObject({
      reason: 'insufficient_scope',
    });
    expect(await registry().explain(issuer.token(), { accept: ['opaque'] as never })).toMatchObject({
      reason: 'not_accepted',
    });
    const unlinked = await registry({ users: { find: () => undefined } }).explain(issuer.token());
    expect([unlinked.reason, names(unlinked, 'failed'), names(unlinked, 'skipped')]).toEqual([
      'unknown_user',
      ['local user'],
      ['route'],
    ]);
    const made = registry();
    await made.revoke({ token: issuer.token() });
    await made.revoke({ token: 'abc' });
    expect(names(await made.explain('abc'), 'failed')).toEqual(['not revoked']);
    await made.revoke({ provider: 'signed', subject: 'member-1' });
    const revoked = await made.explain(issuer.token({ jti: 'other' }));
    expect([revoked.reason, names(revoked, 'failed'), names(revoked, 'skipped')]).toEqual([
      'revoked',
      ['subject not revoked'],
      ['local user', 'route'],
    ]);
  });

  it('a provider that is down, and stores that are not there', async () => {
    server.on('/introspect', status(500));
    const down = await registry().explain('abc');
    expect(down.checks.find(({ outcome: o }) => o === 'failed')).toMatchObject({
      check: 'asked introspect',
      seen: 'introspect: status 500',
    });
    const unfilled = registry({ revocations: { ...memoryRevocationStore(), ready: false } });
    expect(names(await unfilled.explain('abc'), 'failed')).toEqual(['stores']);
  });

  it('an error may carry anything, also in its name: neither log nor explanation tells it (rule 56)', async () => {
    const { lines, log } = collectLog();
    const find = () => {
      throw Object.assign(new Error('canary'), { name: 'redis://user:canary@host' });
    };
    const made = registry({ users: { find }, log });
    expect(await outcome(made, 'abc')).toBe('store_unavailable');
    expect(lines.map(({ detail }) => detail)).toEqual(['unexpected error.']);
    const explanation = await made.explain('abc');
    expect(explanation.checks).toContainEqual(expect.objectContaining({ check: 'walk', seen: 'unexpected error' }));
  });

  it('an error nobody foresaw is a failed check too', async () => {
    const find = () => {
      throw new RangeError('canary');
    };
    const explanation = await registry({ users: { find } }).explain('abc');
    expect(explanation.reason).toBe('store_unavailable');
    expect(explanation.checks).toContainEqual(
      expect.objectContaining({ check: 'walk', outcome: 'failed', seen: 'unexpected RangeError' }),
    );
    expect(JSON.stringify(explanation)).not.toContain('canary');
  });
});

describe('an explanation', () => {
  it('is of the token in what was pasted: blanks around it are none of it', async () => {
    expect(await registry().explain(` ${issuer.token()}\t`)).toMatchObject({ ok: true, provider: 'signed' });
  });

  const bad = [
    ['good', () => issuer.token()],
    ['wrong everything', () => issuer.token({ aud: 'x', exp: 1 }, { alg: 'none', kid: 'x', typ: 'x' })],
    ['foreign', () => issuer.token({ iss: 'https://other.test' })],
    ['opaque', () => 'abcdefabcdefabcdef'],
    ['garbage', () => 'canary-token,canary-token'],
  ] as const;

  it.each(bad)('never contains the token, nor a part that could stand for it: %s', async (_, make) => {
    const token = make();
    const text = JSON.stringify(await registry().explain(token));
    for (const part of [token, ...token.split('.')]) expect(text.includes(part)).toBe(false);
  });

  it('shows what came from outside in ASCII and on one line: a terminal can not be written to (rule 57)', async () => {
    const nasty = '\u001b]0;owned\u0007\n\u202efake';
    for (const token of [
      issuer.token({ iss: nasty }),
      issuer.token({ aud: nasty }),
      issuer.token({}, { kid: nasty }),
      issuer.token({}, { typ: nasty }),
    ]) {
      const { checks } = await registry().explain(token);
      for (const { seen = '', wanted = '' } of checks) expect(seen + wanted).toMatch(/^[\x20-\x7e…]*$/);
    }
    const long = await registry().explain(issuer.token({ aud: 'x'.repeat(5_000) }));
    for (const { seen = '' } of long.checks) expect(seen.length).toBeLessThan(300);
  });

  it('starts afresh: what is remembered does not hide what is wrong now', async () => {
    const made = registry();
    expect(await outcome(made, 'abc')).toBe('ok');
    server.on('/introspect', json({ active: false }));
    expect(await outcome(made, 'abc')).toBe('ok');
    expect((await made.explain('abc')).reason).toBe('inactive');
    expect(server.count('/introspect')).toBe(2);
  });

  it('tells times in seconds and with a date', async () => {
    const failed = async (exp: unknown) => {
      const { checks } = await registry().explain(issuer.token({ exp }));
      return checks.find(({ outcome: o }) => o === 'failed');
    };
    expect(await failed(1_500_000_000)).toMatchObject({
      check: 'expiry',
      seen: '1500000000 (2017-07-14T02:40:00Z)',
      wanted: expect.stringMatching(/^later than \d{10} \(20\d\d-\d\d-\d\dT[\d:]{8}Z\)$/),
    });
    expect(await failed('1500000000')).toMatchObject({
      seen: '"1500000000"',
      fix: expect.stringContaining('no number'),
    });
    expect(await failed(1_500_000_000_000)).toMatchObject({ fix: expect.stringContaining('milliseconds') });
    expect(await failed(undefined)).toMatchObject({ seen: 'absent' });
  });

  it('speaks of what was looked at: of the provider’s answer, not of what the token says', async () => {
    server.on('/introspect', json(active({ exp: 1_500_000_000 })));
    const answered = createProviderRegistry({
      opaque: opaqueProvider(server.url, { shape: { alphabet: 'token68', jwtLooking: true } }),
    });
    const explanation = await answered.explain(issuer.token({ exp: 'never' }));
    expect(explanation.checks.find(({ outcome: o }) => o === 'failed')).toMatchObject({
      check: 'expiry',
      seen: '1500000000 (2017-07-14T02:40:00Z)',
    });
    expect(names(explanation, 'skipped')).toEqual(last);
  });

  it('tells an absent claim from null, and keys that can not be fetched from a key that is not named', async () => {
    const failed = async (token: string) =>
      (await registry().explain(token)).checks.find(({ outcome: o }) => o === 'failed');
    expect(await failed(issuer.token({ aud: undefined }))).toMatchObject({ seen: 'absent' });
    expect(await failed(issuer.token({ aud: null }))).toMatchObject({ seen: 'null' });
    server.on('/jwks', status(503));
    expect(await failed(issuer.token({}, { kid: undefined }))).toMatchObject({
      check: 'key',
      fix: expect.stringContaining('could not be asked'),
    });
  });

  it('names the configured issuers that come close, and no other', async () => {
    const failed = async (iss: unknown) => {
      const { checks } = await registry().explain(issuer.token({ iss }));
      return checks.find(({ outcome: o }) => o === 'failed');
    };
    const near = { check: 'issuer', wanted: `"${server.url}"`, fix: expect.stringContaining('exactly') };
    for (const iss of [`${server.url}/`, server.url.replace('http', 'https'), `${server.url}/tenant`]) {
      expect(await failed(iss)).toMatchObject({ seen: `"${iss}"`, ...near });
    }
    for (const iss of ['https://other.test', [server.url], undefined]) {
      expect(await failed(iss)).not.toHaveProperty('wanted');
    }
  });
});
