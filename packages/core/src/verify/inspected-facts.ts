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
    const pointer = this.#how?.facts[name];
    return pointer === undefined ? undefined : readPointer(this.#document, pointer);
  }

  /**
   * A time that is there must be one (RFC 7662 §2.2); token-info endpoints also send decimal strings.
   * @throws Refusal `provider_malformed`
   */
  time(name: 'expiresAt' | 'expiresIn' | 'issuedAt' | 'notBefore'): number | undefined {
    const value = this.get(name) ?? undefined;
    const isText = typeof value === 'string' && /^\d{1,11}$/.test(value) && this.#how?.how !== 'introspection';
    const seconds = timeOf(isText ? Number(value) : value);
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
