import { readPointer } from '../internal/pointer.ts';
import type { Inspection, InspectionFacts, ProviderDocument } from '../provider/inspection.ts';
import { timeOf } from './claims.ts';
import type { Trace } from './trace.ts';

/** Reads what an inspection's answer says of the token, where the helper points. */
export class InspectedFacts {
  readonly #how: Inspection<string> | undefined;
  readonly #document: ProviderDocument;
  readonly #trace: Trace;

  constructor(how: Inspection<string> | undefined, document: ProviderDocument, trace: Trace) {
    this.#how = how;
    this.#document = document;
    this.#trace = trace;
  }

  get(name: keyof InspectionFacts): unknown {
    const place = this.#how?.facts[name];
    if (place === undefined) return undefined;
    return typeof place === 'function' ? place(this.#document) : readPointer(this.#document, place);
  }

  /**
   * A time that is there must be one (RFC 7662 §2.2); vendors' own checks also send decimal strings and RFC 3339 texts.
   * @throws Refusal `provider_malformed`
   */
  time(name: 'expiresAt' | 'expiresIn' | 'issuedAt' | 'notBefore'): number | undefined {
    const value = this.get(name) ?? undefined;
    const isText = typeof value === 'string' && this.#how?.how !== 'introspection';
    const seconds = timeOf(isText ? secondsOf(value) : value);
    const trace: Trace = this.#trace;
    if (value !== undefined) trace.demand(name, seconds !== undefined, 'provider_malformed', value);
    return seconds;
  }

  /** RFC 7662 §2.2, RFC 9068 §2.2: a token without a human names the client as its subject, or no subject at all. */
  get isMachine(): boolean {
    const [client, subject] = [this.get('client'), this.get('subject') ?? undefined];
    const asked = this.#how?.facts.subject !== undefined;
    return asked && typeof client === 'string' && (subject === client || subject === undefined);
  }
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function secondsOf(text: string): number {
  if (/^\d{1,11}$/.test(text)) return Number(text);
  return instant.test(text) ? Date.parse(text) / 1000 : Number.NaN;
}
