import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Case } from './case.ts';
import type { ProviderUnderTest, World } from './world.ts';

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly secret?: unknown;
  readonly [keyword: string]: unknown;
}

/** Every option of a schema, with its own schema, also in the branches of a union. */
function optionsIn(schema: unknown): [string, Schema][] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as Schema;
  return [...Object.entries(properties), ...Object.values(schema).flatMap(optionsIn)];
}

function factoryOf({ factory }: Pick<World, 'factory'>): NonNullable<World['factory']> {
  if (factory === undefined) throw new Error('Give the `factory` of the provider');
  return factory;
}

/** The texts of all tests in a folder and below, and of what they share. */
function testsIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const isTest = (file: string) => /(\.test|\b__fixtures__\b.*)\.[cm]?[jt]s$/.test(file);
  const tests = files.filter((file) => isTest(file) && !file.includes('node_modules'));
  return tests.map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

/** Whether a text has a word, which is no part of a longer one. */
const names = (text: string, id: string): boolean =>
  new RegExp(`(?<![\\w.-])${id.replaceAll('.', '\\.')}(?![\\w-])`).test(text);

const quirkTests = 'about: each quirk is named by a test';

/** Why a case of this file can not run, where its author did not give what it looks at. */
export function missing(
  { title }: Case,
  { factory, tests }: Pick<ProviderUnderTest, 'factory' | 'tests'>,
): string | undefined {
  if (!title.startsWith('about: ')) return undefined;
  if (factory === undefined) return 'no factory was given';
  return title === quirkTests && tests === undefined ? 'no folder of tests was given' : undefined;
}

/** What a factory says about itself without being called: forms, docs and loaders stand on it. */
export const aboutCases: readonly Case[] = [
  {
    title: 'about: its options become a JSON schema, in which secrets are marked',
    run: async (context) => {
      const { provider, expect } = context;
      const { options } = factoryOf(context).about;
      const how = { io: 'input', unrepresentable: 'any' } as const;
      const schema = z.toJSONSchema(options as unknown as z.ZodType, how);
      const all = optionsIn(schema);
      expect(all.length > 0).toBe(true);
      const open = all.filter(([name, own]) => /secret|password|privateKey/i.test(name) && own.secret !== true);
      expect(open.map(([name]) => name)).toEqual([]);
      const hasSecret = provider.client?.secret !== undefined;
      expect(all.some(([, own]) => own.secret === true) || !hasSecret).toBe(true);
    },
  },
  {
    title: 'about: each quirk has an id, a summary, a source and the day it was read',
    run: async (context) => {
      const { expect } = context;
      const { quirks } = factoryOf(context).about;
      for (const { id, summary, source, checked } of quirks) {
        expect(id).toMatch(/^[a-z0-9]+([-.][a-z0-9]+)*$/);
        expect(summary, id).toMatch(/\S{3,}/);
        expect(URL.canParse(source), `source of ${id}`).toBe(true);
        expect(checked, id).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      }
      expect(new Set(quirks.map(({ id }) => id)).size).toBe(quirks.length);
    },
  },
  {
    title: quirkTests,
    run: async (context) => {
      const { tests, expect } = context;
      if (tests === undefined) throw new Error('Give the folder of the `tests`');
      const text = testsIn(tests);
      const untested = factoryOf(context).about.quirks.filter(({ id }) => !names(text, id));
      expect(untested.map(({ id }) => id)).toEqual([]);
    },
  },
  {
    title: 'about: the factory is found by its brand, and makes what it says',
    run: async (context) => {
      const { provider, expect } = context;
      const factory = factoryOf(context);
      const { [Symbol.for('bearerkit.provider')]: brand } = factory as unknown as Readonly<Record<symbol, unknown>>;
      expect(brand).toBe(true);
      const { contract, id, name } = factory.about;
      expect([contract, id, name]).toEqual([provider.contract, provider.id, provider.name]);
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      expect(Object.isFrozen(factory.about)).toBe(true);
    },
  },
];
