import { type Reason, reasons } from '../errors/reasons.ts';
import { quote, Refusal } from '../internal/refusal.ts';
import type { Check } from '../types.ts';

/** Follows the checks of one walk; keeps them only when somebody wants an explanation. */
export class Trace {
  readonly checks: Check[] | undefined;

  constructor(checks?: Check[]) {
    this.checks = checks;
  }

  /**
   * One check: noted, and thrown as a refusal unless it holds. `seen` must never be a token; `wanted` may be a
   * function, called only when somebody reads it.
   */
  demand(check: string, holds: boolean, reason: Reason, seen?: unknown, wanted?: unknown): asserts holds {
    if (!holds) {
      const found = seen === undefined && wanted !== undefined ? 'absent' : seen;
      throw this.fail(check, refusalFor(reason, check, seen, wanted), found, wanted);
    }
    if (this.checks !== undefined) this.checks.push({ check, outcome: 'passed', ...shown(seen, wanted) });
  }

  /** Notes a failed check and gives the refusal back, to be thrown. */
  fail(check: string, refusal: Refusal, seen?: unknown, wanted?: unknown): Refusal {
    this.checks?.push({
      check,
      outcome: 'failed',
      ...(refusal.detail === undefined ? {} : { seen: refusal.detail }),
      ...shown(seen, wanted),
      fix: reasons[refusal.reason].fix,
    });
    return refusal;
  }

  /** Notes a check that needs more than there is. */
  skip(check: string, wanted: string): void {
    this.checks?.push({ check, outcome: 'skipped', wanted });
  }

  /** Runs a step under a name; where nobody listens, it costs nothing and waits only where the work does. */
  step<T>(check: string, work: () => Promise<T> | T): Promise<T> | T {
    return this.checks === undefined ? work() : this.#noted(check, work);
  }

  async #noted<T>(check: string, work: () => Promise<T> | T): Promise<T> {
    try {
      const value = await work();
      this.checks?.push({ check, outcome: 'passed' });
      return value;
    } catch (error) {
      if (error instanceof Refusal) this.fail(check, error);
      throw error;
    }
  }
}

/** The name of what was thrown, for the log: an error may carry anything, also in its name. */
export function nameOf(error: unknown): string {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return typeof name === 'string' && /^[A-Za-z]{1,40}$/.test(name) ? name : 'error';
}

function refusalFor(reason: Reason, check: string, seen: unknown, wanted: unknown): Refusal {
  if (seen === undefined && wanted === undefined) return new Refusal(reason);
  const found = seen === undefined ? '' : ` ${quote(seen)}`;
  const expected = wanted === undefined ? '' : `, wanted ${quote(said(wanted))}`;
  return new Refusal(reason, `${check}:${found || ' absent'}${expected}.`);
}

const shown = (seen: unknown, wanted: unknown) => ({
  ...(seen === undefined ? {} : { seen: plain(seen) }),
  ...(wanted === undefined ? {} : { wanted: plain(said(wanted)) }),
});

const said = (wanted: unknown): unknown => (typeof wanted === 'function' ? wanted() : wanted);

/** Escaped, since it came from outside; a text without its quotes. */
const plain = (value: unknown) => (typeof value === 'string' ? quote(value).replace(/^"|"$/g, '') : quote(value));
