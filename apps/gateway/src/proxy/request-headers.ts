import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { isHopByHop, isProtected, plainName } from './protected-names.ts';

/**
 * What of a client's headers goes on: nothing that says who it is, where it comes from or what it holds, in any
 * spelling (CVE-2025-64484), nothing about this one connection, and no name with `_` or `.`.
 *
 * `Connection` is applied to what came in, before anything of ours is added (CVE-2024-45410).
 * @param raw name, value, name, value …, as received
 * @param ours plain names of the headers that the gateway sets for any upstream
 * @throws HttpProblem 400 when `Connection` names a header that it must not touch
 */
export function cleanRequestHeaders(raw: readonly string[], ours: ReadonlySet<string>): string[] {
  const named = connectionOptions(raw, ours);
  const kept: string[] = [];
  for (const [name, value] of pairs(raw)) {
    if (/[_.]/.test(name) || named.has(name.toLowerCase())) continue;
    if (isHopByHop(name) || isProtected(name) || ours.has(plainName(name))) continue;
    kept.push(name, value);
  }
  return kept;
}

const ownOptions = new Set(['close', 'keep-alive', 'te', 'upgrade', 'http2-settings', 'proxy-connection', 'trailer']);

function connectionOptions(raw: readonly string[], ours: ReadonlySet<string>): ReadonlySet<string> {
  const named = new Set<string>();
  for (const [name, value] of pairs(raw)) {
    if (name.toLowerCase() !== 'connection') continue;
    for (const option of value.split(',').map((part) => part.trim().toLowerCase())) {
      if (option === '' || ownOptions.has(option)) continue;
      if (
        isProtected(option) ||
        isHopByHop(option) ||
        ours.has(plainName(option)) ||
        plainName(option) === 'contenttype'
      ) {
        throw new HttpProblem('invalid_request', 'Connection names a header that it must not');
      }
      named.add(option);
    }
  }
  return named;
}

/** Every value of one header. @param wanted in lower case */
export const valuesOf = (raw: readonly string[], wanted: string): string[] =>
  [...pairs(raw)].filter(([name]) => name.toLowerCase() === wanted).map(([, value]) => value);

/** Name and value of each header of a raw list. */
export function* pairs(raw: readonly string[]): Generator<readonly [name: string, value: string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [raw[at] ?? '', raw[at + 1] ?? ''];
}
