import type { Reason } from '../errors/reasons.ts';
import type { ProviderDocument } from './inspection.ts';
import type { TokenShape } from './rule.ts';

/**
 * Tokens that a provider issues and that are never taken: recognised by sight and refused without a call, so that the
 * caller hears what is wrong with them. By `shape` with a prefix, or as signed tokens of an `issuer`.
 */
export interface Refused<N extends string = string> {
  readonly shape?: (TokenShape & { readonly prefix: string }) | undefined;
  /** Name of an issuer endpoint. */
  readonly issuer?: N | undefined;
  /** Which of the issuer's tokens; nothing of what is read here is proved. @default all */
  readonly when?: ((header: ProviderDocument, claims: ProviderDocument) => boolean) | undefined;
  readonly reason: Reason;
  /** What it is and what to use in its place; goes to the log, never to the caller. */
  readonly detail?: string | undefined;
}
