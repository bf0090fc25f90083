import { hash } from 'node:crypto';
import { PerformanceObserver } from 'node:perf_hooks';
import { hrtime } from 'node:process';
import { startIssuer } from '../lib/issuer.mjs';
import { nodeRequest, registryOf } from '../lib/ours.mjs';
import { rowsOf } from '../lib/report.mjs';
import { sleep } from '../lib/statistics.mjs';
import { createKey, signTokens } from '../lib/tokens.mjs';

const alg = 'ES256';

/** F: what a known token takes in memory, and how long the event loop stands still while old ones make room. */
export async function measureMemory({ quick }) {
  const [held, more, repeats] = quick ? [20_000, 5_000, 3] : [100_000, 20_000, 5];
  const key = createKey(alg);
  const { issuer, close } = await startIssuer([key]);
  const tokens = pack(await signTokens(key, issuer, held + more * repeats));
  await warm(issuer, tokens);
  const registry = registryOf(issuer, [alg], { cacheTokens: held });
  const before = memory();
  await learnInTurns(registry, tokens, 0, held);
  const learnt = memory() - before;
  const known = countKnown(registry, tokens, held);
  const used = memory() - before;
  const stalls = [];
  for (let run = 0; run < repeats; run++) {
    const from = held + run * more;
    stalls.push(await learnInTurns(registry, tokens, from, from + more));
  }
  await registry.close();
  const byHand = await mapTurns(tokens, held, more, repeats);
  const control = [];
  for (let run = 0; run < repeats; run++) control.push(await idleTurns(more));
  await close();
  return [memoryTable(held, tokens.length, learnt, used, known), stallTable(more, stalls, byHand, control)];
}

function memoryTable(held, length, learnt, used, known) {
  const target = { most: 1500, unit: ' B' };
  const ours = (name, value, aim) => ({ name, role: 'ours', values: [value], target: aim });
  const rows = rowsOf([
    ours('bytes per token, proved once', learnt / known, target),
    ours('bytes per token, proved once and known once', used / known, target),
    ours(`known of ${held} (cacheTokens: ${held})`, known, { least: held, unit: '' }),
  ]);
  return { title: `F. Memory of known tokens with ordinary claims (${length} characters)`, unit: 'value', rows };
}

function stallTable(more, stalls, byHand, control) {
  const row = (name, role, runs, kind, target) => ({ name, role, values: runs.map((run) => run[kind]), target });
  const collected = 'the garbage collector alone, longest pause';
  const rows = rowsOf([
    row(`while ${more} more tokens evict`, 'ours', stalls, 'clock', { most: 5, unit: ' ms' }),
    row('the same, by the CPU time of the thread', 'ours', stalls, 'cpu'),
    row(collected, 'ours', stalls, 'collector'),
    row('by hand: a Map of hashes and parsed claims, the oldest evicted', 'peer', byHand, 'clock'),
    row('by hand: the garbage collector alone', 'peer', byHand, 'collector'),
    row('a loop that does nothing, as often (the machine)', 'peer', control, 'clock'),
  ]);
  return { title: 'F. Longest stand-still of the event loop', unit: 'ms', rows };
}

/** Tokens outside the heap, in one piece, so that they are no part of what is measured. */
function pack(tokens) {
  const [bytes, ends] = [Buffer.from(tokens.join('')), new Uint32Array(tokens.length + 1)];
  tokens.forEach((token, index) => {
    ends[index + 1] = ends[index] + token.length;
  });
  return { length: tokens[0].length, at: (index) => bytes.latin1Slice(ends[index], ends[index + 1]) };
}

/** What is compiled and loaded at first use is no part of it either. */
async function warm(issuer, tokens) {
  const registry = registryOf(issuer, [alg], { cacheTokens: 1_000 });
  await learnInTurns(registry, tokens, 0, 3_000);
  countKnown(registry, tokens, 3_000);
  await registry.close();
}

function memory() {
  for (let time = 0; time < 3; time++) globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function countKnown(registry, tokens, count) {
  let known = 0;
  for (let index = 0; index < count; index++) {
    if (registry.peek(nodeRequest(`Bearer ${tokens.at(index)}`))?.provider === 'acme') known++;
  }
  return known;
}

/** One request a turn, as a server does. @returns milliseconds of the longest turn */
async function learnInTurns(registry, tokens, from, to) {
  let index = from;
  return longestTurn(to - from, () => registry.verify(nodeRequest(`Bearer ${tokens.at(index++)}`)));
}

/** The least that keeps as many claims: what V8's garbage collector needs for them, whoever holds them. */
async function mapTurns(tokens, held, more, repeats) {
  const known = new Map();
  let index = 0;
  const learn = () => {
    const token = tokens.at(index++);
    known.set(hash('sha256', token), JSON.parse(Buffer.from(token.split('.')[1], 'base64url')));
    if (known.size > held) known.delete(known.keys().next().value);
  };
  for (; index < held; ) learn();
  const runs = [];
  for (let run = 0; run < repeats; run++) runs.push(await longestTurn(more, learn));
  return runs;
}

const idleTurns = (count) => longestTurn(count, () => {});

async function longestTurn(count, work) {
  const longest = { clock: 0, cpu: 0, collector: 0 };
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longest.collector = Math.max(longest.collector, duration);
  });
  observer.observe({ entryTypes: ['gc'] });
  let [clock, cpu] = [hrtime.bigint(), threadTime()];
  for (let turn = 0; turn < count; turn++) {
    await work();
    await new Promise((resolve) => setImmediate(resolve));
    const [clockNow, cpuNow] = [hrtime.bigint(), threadTime()];
    longest.clock = Math.max(longest.clock, Number(clockNow - clock) / 1e6);
    longest.cpu = Math.max(longest.cpu, (cpuNow - cpu) / 1e3);
    [clock, cpu] = [clockNow, cpuNow];
  }
  await sleep(10);
  observer.disconnect();
  return longest;
}

function threadTime() {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}
