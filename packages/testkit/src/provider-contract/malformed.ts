import { faults } from '../fake/faults.ts';
import type { Fault } from '../fake/routes.ts';
import type { Case } from './case.ts';
import { proofPaths } from './proof-paths.ts';

const as = (body: string, type = 'application/json'): Fault =>
  faults.status(200, { body, headers: { 'content-type': type } });

/** Answers made of the text of a good one: who reads them kindly finds an identity in them. */
const answers: Readonly<Record<string, (good: string) => Fault>> = {
  'an array': (good) => (good.startsWith('[') ? faults.json({ list: JSON.parse(good) }) : as(`[${good}]`)),
  null: () => faults.null(),
  'a web page': () => faults.html(),
  'JSON that calls itself a page': (good) => as(good, 'text/html'),
  'half of the JSON': (good) => as(good.trimEnd().slice(0, -1)),
  '100 MB': () => faults.huge(),
  'a document 100,000 levels deep': () => faults.deep(),
  'a member twice': (good) => as(twice(good)),
  'members of __proto__': (good) => as(`{"__proto__":${good}}`),
};

/** The document with its first member a second time, so that it is good for whoever takes the last one. */
function twice(good: string): string {
  const document = JSON.parse(good) as object;
  const [name] = Object.keys(document);
  if (Array.isArray(document) || name === undefined) return '{"id":"member-1","id":"member-2"}';
  return `{${JSON.stringify(name)}:"another",${good.trimStart().slice(1)}`;
}

/** An answer that is no answer says nothing about a token: 503, and nobody is let in (RFC 8259 §4). */
export const malformedCases: readonly Case[] = Object.entries(answers).map(([what, make]) => ({
  title: `malformed answer: ${what} is 503, at each step of a proof`,
  run: async (context) => {
    const { fake, open, token, expect } = context;
    const text = await token();
    for (const [path, good] of await proofPaths(context, text)) {
      fake.fail(make(good), { path });
      expect(await open().outcome(text), path).toMatch(/^503 provider_/);
      fake.heal();
    }
    expect(await open().outcome(text)).toBe('ok');
  },
}));
