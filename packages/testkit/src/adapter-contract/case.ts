import type { StartApplication } from './application.ts';
import type { WireAnswer } from './wire.ts';
import { createWorld, type World } from './world.ts';

interface Assertions {
  toBe(value: unknown): void;
  toEqual(value: unknown): void;
  toMatch(pattern: RegExp): void;
  toContain(part: string): void;
}

/** What the suite needs of an `expect`. */
export type ContractExpect = (value: unknown, message?: string) => Assertions & { readonly not: Assertions };

/** What a case works with. */
export interface Context extends World {
  readonly expect: ContractExpect;
  /** Expects a refusal: its status and error code, a challenge where one belongs, and that no handler ran. */
  refused(answer: WireAnswer, status: number, error: string | undefined): void;
}

/** One behaviour. */
export interface Case {
  readonly title: string;
  readonly run: (context: Context) => Promise<void>;
}

/** Runs one case in a world of its own. */
export async function withWorld(start: StartApplication, expect: ContractExpect, run: Case['run']): Promise<void> {
  const world = await createWorld(start);
  const refused: Context['refused'] = (answer, status, error) => {
    const { ref, ...body } = answer.json as { readonly ref?: unknown };
    const challenge = answer.headers.get('www-authenticate');
    expect(answer.status).toBe(status);
    expect(body).toEqual(error === undefined ? {} : { error });
    expect(ref).toMatch(/^[\w-]{8,}$/);
    expect(answer.headers.get('content-type')).toBe('application/json');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    if (status === 503) expect(challenge).toBe(null);
    else
      expect(challenge).toMatch(
        error === undefined ? /^Bearer (?!.*\berror=)/ : new RegExp(`^Bearer .*error="${error}"`),
      );
    expect(world.handled).toEqual([]);
  };
  try {
    await run({ ...world, expect, refused });
  } finally {
    await world.stop();
  }
}
