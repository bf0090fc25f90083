import fc from 'fast-check';
import { expect, it } from 'vitest';
import { makeKey, signParts } from '../__fixtures__/keys.ts';
import { onJose, onNode, outcome } from '../toolkit/__fixtures__/outcome.ts';
import { type Question, shouldAccept } from './__fixtures__/oracle.ts';

const now = 1_800_000_000;
const issuer = 'https://login.example.com';
const api = 'https://api.example.com';
const signers = ['ES256', 'EdDSA', 'Ed25519'].map((alg) => {
  const key = makeKey(alg, alg);
  return { ...key, jwk: { ...key.jwk, alg: undefined } };
});
const keys = signers.map(({ jwk }) => jwk);

const junk = fc.constantFrom<unknown[]>(null, true, 0, 7, '', 'x', [], ['x'], {}, { x: 1 }, -1, 1e300);
/** Mostly what is right, else one of the shapes that could be taken for it, else anything. */
const mostly = (right: fc.Arbitrary<unknown>, ...shapes: unknown[]) =>
  fc.oneof(
    { weight: 16, arbitrary: right },
    { weight: 2, arbitrary: fc.constantFrom(...shapes) },
    { weight: 1, arbitrary: junk },
  );
const absent = fc.constant(undefined);
const seldom = (...values: unknown[]) => mostly(absent, ...values);

const header = (alg: string) =>
  fc.record({
    alg: mostly(fc.constant(alg), 'ES256', 'EdDSA', 'Ed25519', 'none', 'HS256', 'ES384', alg.toLowerCase()),
    kid: mostly(fc.constant(alg), 'ES256', 'EdDSA', undefined, '__proto__', [alg]),
    typ: fc.oneof(
      { weight: 8, arbitrary: fc.constantFrom('at+jwt', 'JWT', undefined, 'application/at+jwt', 'AT+JWT') },
      {
        weight: 1,
        arbitrary: fc.constantFrom<unknown[]>('dpop+jwt', 'logout+jwt', 'secevent+jwt', 'jwt ', '', 7, ['JWT']),
      },
    ),
    crit: seldom(['exp'], []),
    jku: seldom('https://evil.test'),
  });

const offsets = [-121, -120, -31, -30, -29.5, -1, 0, 0.5, 1, 29, 30, 30.5, 31, 120, 121];
const around = offsets.map((offset) => now + offset);
const badTimes = [String(now), now * 1000, -now, [now], { now }, 1e11, Number.MAX_SAFE_INTEGER];
const claims = fc.record({
  iss: mostly(fc.constant(issuer), `${issuer}/`, issuer.toUpperCase(), [issuer], undefined, issuer.slice(0, -1)),
  sub: mostly(fc.constantFrom('member-1', ' '), undefined, ['member-1']),
  aud: mostly(
    fc.constantFrom<unknown[]>(api, [api], [api, 'https://other.test'], 'https://second.test'),
    ...[`${api}/`, api.slice(0, -1), [api, 7], [[api]], { 0: api }, undefined, `${api} x`, JSON.stringify([api])],
  ),
  exp: mostly(fc.oneof(fc.constant(now + 300), fc.constantFrom(...around)), ...badTimes, undefined),
  nbf: fc.oneof({ weight: 3, arbitrary: absent }, mostly(fc.constantFrom(...around), ...badTimes)),
  iat: fc.oneof({ weight: 3, arbitrary: fc.constant(now - 5) }, mostly(fc.constantFrom(...around), ...badTimes)),
  scope: fc.oneof({ weight: 4, arbitrary: absent }, mostly(fc.constantFrom('a b', 'b a', ''), ['a', 'b'], ['a', 7])),
  scp: fc.oneof(
    { weight: 4, arbitrary: absent },
    mostly(fc.constantFrom<unknown[]>('a b', ['b', 'a']), ['a'], ['a', 7]),
  ),
  client_id: fc.oneof({ weight: 2, arbitrary: fc.constant('client-1') }, seldom(7)),
  azp: seldom('client-1', api),
  token_use: seldom('access', 'id', 'ID', 'refresh'),
  typ: seldom('Bearer', 'Refresh', 'Offline', 'ID', 'Logout'),
  token_type: seldom('Bearer', 'DPoP', 'id_token', 'refresh_token'),
  nonce: seldom('n'),
  at_hash: seldom('h'),
  auth_time: fc.oneof({ weight: 2, arbitrary: absent }, fc.constant(now - 60)),
  events: seldom({}),
  cnf: seldom({ jkt: '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I' }, { 'x5t#S256': 'x' }, {}),
});

/** The same as an issuer writes them for a client: what only the small marks of an ID token tell apart. */
const forClient = claims.map((all) => ({ ...all, aud: api, azp: api, client_id: undefined, scp: undefined }));

const demands = fc.record({
  issuer: fc.constant(issuer),
  audience: fc.constantFrom<(string | string[])[]>(api, [api], ['https://second.test', api]),
  algorithms: fc.constantFrom(undefined, undefined, ['ES256'], ['EdDSA', 'ES256'], ['Ed25519']),
  typ: fc.constantFrom(undefined, undefined, 'if-present', 'require', 'at+jwt', 'JWT'),
  clockToleranceSec: fc.constantFrom(undefined, 0, 30, 120, 0.5),
  now: fc.constant(now),
});

const questions: fc.Arbitrary<Question> = fc
  .constantFrom(...signers)
  .chain(({ alg }) =>
    fc.record({ header: header(alg), claims: fc.oneof(claims, forClient), demands, signedWith: fc.constant(alg) }),
  );

it.each([
  [onNode, 3_000],
  [onJose, 1_000],
] as const)(
  'RFC 7519, 8725, 9068: accepted is what a slow reading of the standards accepts, and nothing else (%#)',
  async ({ access }, numRuns) => {
    const seen = { accepted: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(questions, async (question) => {
        const signer = signers.find(({ alg }) => alg === question.signedWith);
        const token = signer && signParts(signer, question.header, question.claims);
        const what = await outcome(() => access(token ?? '', question.demands as never, { keys }));
        const expected = shouldAccept(question);
        seen[expected ? 'accepted' : 'refused']++;
        expect(what === 'ok', what).toBe(expected);
        expect(what).not.toMatch(/^undeclared|^invalid_options/);
      }),
      { numRuns },
    );
    // Neither answer is so rare that the comparison says little.
    expect(Math.min(seen.accepted, seen.refused)).toBeGreaterThan(numRuns / 50);
  },
);
