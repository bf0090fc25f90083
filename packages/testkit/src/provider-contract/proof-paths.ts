import { watchedHttp } from './http.ts';
import type { World } from './world.ts';

/** What a proof of a good token asks: paths of the fake, with the body of the good answer. */
export type ProofPaths = ReadonlyMap<string, string>;

/**
 * Proves a good token and looks what is asked: all of it, whether the fake names it or not.
 *
 * @throws Error where nothing is, or not what the fake names among its `paths.proof`
 */
export async function proofPaths({ fake, open }: World, token: string): Promise<ProofPaths> {
  const http = watchedHttp();
  await open({ http }).verify(token);
  const found = new Map(http.answers.map(({ url, body }) => [new URL(url).pathname, body] as const).reverse());
  if (fake.paths.proof.some((path) => found.has(path))) return found;
  const names = [...found.keys()].join(', ') || 'nothing';
  throw new Error(`A proof asked ${names}, and the fake names other \`paths.proof\`: ${fake.paths.proof.join(', ')}`);
}
