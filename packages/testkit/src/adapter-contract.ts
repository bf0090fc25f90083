import type { StartApplication } from './adapter-contract/application.ts';
import { boundTokenCases } from './adapter-contract/bound-tokens.ts';
import { type Case, type ContractExpect, withWorld } from './adapter-contract/case.ts';
import { credentialCases } from './adapter-contract/credentials.ts';
import { frameworkCases } from './adapter-contract/framework.ts';
import { metadataCases } from './adapter-contract/metadata.ts';
import { optionalCases } from './adapter-contract/optional.ts';
import { outageCases } from './adapter-contract/outages.ts';
import { requirementCases } from './adapter-contract/requirements.ts';

/** The two functions of a test runner that the suite uses; vitest's and Jest's fit. */
export interface ContractRunner {
  readonly it: {
    (title: string, run: () => Promise<void>): unknown;
    skip(title: string, run: () => Promise<void>): unknown;
  };
  readonly expect: ContractExpect;
}

/** The adapter under test. */
export interface AdapterUnderTest {
  /** Starts {@link ContractApplication} on a free loopback port, written the way users of the framework would. */
  readonly start: StartApplication;
  /** Cases that the framework can not pass, by title, each with its reason. @default none */
  readonly skip?: Readonly<Record<string, string>> | undefined;
}

const cases: readonly Case[] = [
  ...credentialCases,
  ...requirementCases,
  ...boundTokenCases,
  ...optionalCases,
  ...outageCases,
  ...frameworkCases,
  ...metadataCases,
];

/**
 * The behaviour that every adapter shares, over real sockets, against a real registry and a real provider server.
 *
 * @example
 * adapterContract({ it, expect }, { start: ({ registry, routes }) => serve(application(registry, routes)) });
 * @throws TypeError for a skip that names no case
 */
export function adapterContract({ it, expect }: ContractRunner, { start, skip = {} }: AdapterUnderTest): void {
  const unknown = Object.keys(skip).find((title) => !cases.some((one) => one.title === title));
  if (unknown !== undefined) throw new TypeError(`No case of the adapter contract has the title '${unknown}'`);
  for (const { title, run } of cases) {
    const test = (): Promise<void> => withWorld(start, expect, run);
    const reason = skip[title];
    if (reason === undefined) it(title, test);
    else it.skip(`${title} (${reason})`, test);
  }
}
