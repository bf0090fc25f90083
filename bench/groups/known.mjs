import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { createVerifier } from 'fast-jwt';
import { startIssuer } from '../lib/issuer.mjs';
import { learn, nodeRequest, registryOf } from '../lib/ours.mjs';
import { rowsOf } from '../lib/report.mjs';
import { inTurns } from '../lib/rounds.mjs';
import { audience, createKey, forged, freshStrings, signTokens } from '../lib/tokens.mjs';

const count = 10_000;
/** Facts live 60 seconds; they are proved anew before they can run out within a round. */
const renewAfter = 30_000;
const limit = 'SHA-256 (crypto.hash) + Map.get + expiry';
const target = { most: 1.3 };

/** A: a known token, in process: `registry.peek` beside a hash and a map, with 10,000 tokens known. */
export async function measureKnown({ quick }) {
  const key = createKey('ES256');
  const { issuer, close } = await startIssuer([key]);
  const tables = [];
  for (const [what, length] of [
    ['ordinary', 0],
    ['640-byte', 640],
  ]) {
    const tokens = await signTokens(key, issuer, count, length);
    const taken = await inTurns(await casesOf(key, issuer, tokens), {
      rounds: quick ? 9 : 31,
      milliseconds: quick ? 25 : 60,
      warmup: quick ? 150 : 300,
    });
    const role = (name) => (name === limit ? 'limit' : name.startsWith('registry') ? 'ours' : 'peer');
    const series = [...taken].map(([name, one]) => ({
      name,
      role: role(name),
      ...one,
      ...(role(name) === 'ours' ? { target } : {}),
    }));
    const title = `A. Known token, ${count.toLocaleString('en-US')} known, ${what} ones (${tokens[0].length} characters)`;
    tables.push({ title, unit: 'µs', rows: rowsOf(series) });
  }
  await close();
  return tables;
}

async function casesOf(key, issuer, tokens) {
  const ours = await knownRegistry(issuer, tokens);
  const [fresh, freshHeader] = [freshStrings(tokens), freshStrings(tokens.map((token) => `Bearer ${token}`))];
  const until = Date.now() / 1000 + 3600;
  const byToken = new Map(tokens.map((token) => [freshStrings([token])(), { until }]));
  const byHash = new Map(tokens.map((token) => [hash('sha256', token, 'latin1'), { until }]));
  const byBase64 = new Map(tokens.map((token) => [hash('sha256', token, 'base64url'), { until }]));
  const alive = (entry) => {
    if (entry === undefined || entry.until < Date.now() / 1000) throw new Error('not known');
    return entry;
  };
  const verify = createVerifier({
    key: key.pem,
    algorithms: ['ES256'],
    allowedIss: issuer,
    allowedAud: audience,
    cache: 2 * count,
  });
  for (const token of tokens) verify(token);
  assert.throws(() => verify(forged(tokens[0])));
  const one = (name, run, before) => ({ name, run, sync: true, batch: 256, before });
  return [
    one('fresh string alone (part of every row)', () => fresh().length),
    one('Map.get by the token itself', () => alive(byToken.get(fresh()))),
    one(limit, () => alive(byHash.get(hash('sha256', fresh(), 'latin1')))),
    one('the same, key in base64url', () => alive(byBase64.get(hash('sha256', fresh(), 'base64url')))),
    one('registry.peek', () => ours.peek(freshHeader()), ours.renew),
    one('fast-jwt, cache', () => verify(fresh())),
  ];
}

/** All tokens known, and known again before their facts run out. Each answer is looked at. */
async function knownRegistry(issuer, tokens) {
  let registry;
  let since;
  const renew = async () => {
    if (registry !== undefined && performance.now() - since < renewAfter) return;
    await registry?.close();
    registry = registryOf(issuer, ['ES256'], { cacheTokens: 2 * count });
    since = performance.now();
    await learn(registry, tokens);
  };
  const peek = (authorization) => {
    const auth = registry.peek(nodeRequest(authorization));
    if (auth?.provider !== 'acme') throw auth ?? new Error('not known');
    return auth;
  };
  await renew();
  for (const token of [tokens[0], tokens.at(-1)]) assert.equal(peek(`Bearer ${token}`).token, token);
  assert.equal(registry.peek(nodeRequest(`Bearer ${forged(tokens[0])}`)), undefined);
  await assert.rejects(registry.verify(nodeRequest(`Bearer ${forged(tokens[0])}`)), { reason: 'bad_signature' });
  return { renew, peek };
}
