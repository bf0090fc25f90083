import type { Handler } from '../../__fixtures__/server.ts';
import type { Reason } from '../../errors/reasons.ts';
import type { Requirements } from '../../types.ts';
import type { Workshop } from './workshop.ts';

/** One exhibit of the gallery: a token that must be refused, and what is said of it. */
export interface BadToken {
  /** Kebab-case; its place in the page. */
  readonly id: string;
  /** What a person sees, in a few words. */
  readonly title: string;
  /** What is wrong, in one sentence. */
  readonly wrong: string;
  /** Makes it out of a good one. */
  readonly make: (workshop: Workshop) => string;
  readonly reason: Reason;
  /** The check of an explanation that fails. */
  readonly check: string;
  /** What the failed check says of this token, and of no other of the same reason and check. */
  readonly says: RegExp;
  /** Another exhibit that nothing can tell from this one. */
  readonly like?: string;
  /** What to do, in one sentence. */
  readonly remedy: string;
  /** RFC or advisory. */
  readonly reference: string;
  /** What the route demands. @default nothing */
  readonly demands?: Requirements<'signed' | 'hosted' | 'opaque' | 'login'>;
  /** Whether the API reads proofs of possession. @default false */
  readonly dpop?: boolean;
  /** The failing check needs the request: an explanation, which has the bare token, lists it as skipped. */
  readonly needsRequest?: boolean;
  /** What the provider answers instead, by path. */
  readonly answers?: Readonly<Record<string, Handler>>;
  /** What happened before the token was sent. */
  readonly before?: (workshop: Workshop, token: string) => Promise<unknown>;
}

/** A part of the gallery. */
export interface Room {
  readonly title: string;
  readonly tokens: readonly BadToken[];
}
