import assert from 'node:assert/strict';
import { verify } from 'node:crypto';
import { startIssuer } from '../lib/issuer.mjs';
import { nodeRequest, optional, registryOf } from '../lib/ours.mjs';
import { rowsOf } from '../lib/report.mjs';
import { inTurns } from '../lib/rounds.mjs';
import { audience, createKey, digestOf, forged, forJws, freshStrings, signTokens, toDer } from '../lib/tokens.mjs';
import { peersOf } from './cold-peers.mjs';

const targets = { RS256: { most: 1.35 }, ES256: { most: 1.1 }, EdDSA: { most: 1.1 } };
const limit = 'crypto.verify alone';

/** A: a signature seen for the first time. Each operation gets the next of many distinct tokens. */
export async function measureCold({ quick, alg }) {
  const key = createKey(alg);
  const { issuer, jwks, close } = await startIssuer([key]);
  const count = quick ? 2_000 : 20_000;
  const tokens = await signTokens(key, issuer, count);
  const cases = [
    limitOf(limit, key, tokens, forJws(key, key.publicKey)),
    ...(alg === 'ES256' ? [limitOf('crypto.verify of signatures in DER', key, tokens, key.publicKey, toDer)] : []),
    await registryVerify(alg, issuer, tokens),
    ...(await toolkitVerify(alg, issuer, jwks)),
    ...(await peersOf(key, issuer, jwks)),
  ];
  const runnable = [];
  const failed = [];
  for (const one of cases) {
    const error = one.skipped === undefined ? await refusedCheck(one, key, issuer) : undefined;
    if (one.skipped === undefined && error === undefined) runnable.push(withTokens(one, tokens));
    else failed.push({ ...one, error });
  }
  const times = { rounds: quick ? 9 : 31, milliseconds: quick ? 20 : 80, warmup: quick ? 100 : 300 };
  const taken = await inTurns(runnable, times);
  const series = cases.map((one) => {
    const values = taken.get(one.name) ?? failed.find(({ name }) => name === one.name);
    return { name: one.name, role: one.role, ...values, ...(one.role === 'ours' ? { target: targets[alg] } : {}) };
  });
  await close();
  const title = `A. Cold ${alg}, ${count.toLocaleString('en-US')} distinct tokens (${tokens[0].length} characters)`;
  return [{ title, unit: 'µs', rows: rowsOf(series) }];
}

/** All but the bare limit must take a good token, and refuse a forged one and another issuer's; ours says why. */
async function refusedCheck({ role, check }, key, issuer) {
  if (role === 'limit') return undefined;
  const expected = (reason) => (role === 'ours' ? { reason } : Error);
  try {
    const [good] = await signTokens(key, issuer, 1);
    const [foreign] = await signTokens(key, 'https://other.example', 1);
    await check(good);
    await assert.rejects(async () => check(forged(good)), expected('bad_signature'), 'a forged token');
    await assert.rejects(async () => check(foreign), expected('unknown_issuer'), "another issuer's token");
    return undefined;
  } catch (error) {
    return `${error.message}`.slice(0, 200);
  }
}

function withTokens(one, tokens) {
  if (one.role === 'limit') return one;
  const fresh = freshStrings(tokens);
  return { ...one, run: () => one.check(fresh()) };
}

function limitOf(name, key, tokens, ready, form = (signature) => signature) {
  const pieces = tokens.map((token) => {
    const end = token.lastIndexOf('.');
    return [Buffer.from(token.slice(0, end)), form(Buffer.from(token.slice(end + 1), 'base64url'))];
  });
  const digest = digestOf(key.alg);
  let next = 0;
  const run = () => {
    const [input, signature] = pieces[next];
    next = next + 1 === pieces.length ? 0 : next + 1;
    if (!verify(digest, input, ready, signature)) throw new Error('not verified');
  };
  return { name, role: 'limit', sync: true, run };
}

/** The cache holds half of the tokens, so that each has left it before its turn comes again. */
async function registryVerify(alg, issuer, tokens) {
  const registry = registryOf(issuer, [alg], { cacheTokens: tokens.length / 2 });
  const check = (token) => registry.verify(nodeRequest(`Bearer ${token}`));
  await check(tokens[0]);
  return { name: 'registry.verify', role: 'ours', check };
}

async function toolkitVerify(alg, issuer, { keys }) {
  const name = 'toolkit verifyAccessToken';
  const toolkit = await optional('@bearerkit/core/toolkit');
  if (toolkit === undefined) return [{ name, role: 'ours', skipped: '@bearerkit/core/toolkit is not built' }];
  const expected = { issuer, audience, algorithms: [alg] };
  return [{ name, role: 'ours', check: (token) => toolkit.verifyAccessToken(token, expected, { keys }) }];
}
