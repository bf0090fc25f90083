import { describe, expect, it } from 'vitest';
import { adapterContract } from './adapter-contract.ts';

const start = () => Promise.reject(new Error('not started in this test'));
const title = 'RFC 6265 §3: two Set-Cookie headers stay two';

function collect(skip?: Readonly<Record<string, string>>): { run: string[]; skipped: string[] } {
  const run: string[] = [];
  const skipped: string[] = [];
  const it = Object.assign((name: string) => run.push(name), { skip: (name: string) => skipped.push(name) });
  adapterContract({ it, expect }, { start, skip });
  return { run, skipped };
}

describe('the adapter contract', () => {
  it('gives every case a title of its own', () => {
    const { run, skipped } = collect();
    expect(run).toContain(title);
    expect(new Set(run).size).toBe(run.length);
    expect(skipped).toEqual([]);
  });

  it('says of a skipped case which it is, and why', () => {
    const { run, skipped } = collect({ [title]: 'the framework joins them' });
    expect(run).not.toContain(title);
    expect(skipped).toEqual([`${title} (the framework joins them)`]);
  });

  it('refuses a skip of a case that does not exist', () => {
    expect(() => collect({ 'a case of long ago': 'it failed' })).toThrow("has the title 'a case of long ago'");
  });
});
