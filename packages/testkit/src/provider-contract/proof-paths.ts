import { watchedHttp } from './http.ts';
import type { World } from './world.ts';

/** What a proof of a good token asks: paths of the fake, with the body of the good answer. */
export type ProofPaths = ReadonlyMap<string, string>;

/**
 * Proves a good token and looks what is asked.
 *
 * @throws Error where nothing is that the fake names among its `paths.proof`
 */
export async function proofPaths({ fake, open }: World, token: string): Promise<ProofPaths> {
  const http = watchedHttp();
  await open({ http }).verify(token);
  const asked = http.answers.map(({ url, body }) => [new URL(url).pathname, body] as const);
  const found = new Map(asked.reverse().filter(([path]) => fake.paths.proof.includes(path)));
  if (found.size > 0) return found;
  const names = asked.map(([path]) => path).join(', ') || 'nothing';
  throw new Error(`A proof asked ${names}, and the fake names other \`paths.proof\`: ${fake.paths.proof.join(', ')}`);
}
