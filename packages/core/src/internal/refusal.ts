import { type Reason, reasons } from '../errors/reasons.ts';

/** A step's no, before it becomes an answer for one route. Cheap to make and to cache. */
export class Refusal extends Error {
  readonly reason: Reason;
  readonly detail: string | undefined;
  /** Seconds; only for 503. */
  readonly retryAfter: number | undefined;
  /** Key of the provider that was recognised, where one was. */
  provider: string | undefined;
  /** Our own credentials or query are wrong: somebody must look. */
  readonly misconfigured: boolean;

  constructor(reason: Reason, detail?: string, retryAfter?: number, misconfigured = false) {
    super(detail === undefined ? reason : `${reason}: ${detail}`);
    this.name = 'Refusal';
    this.reason = reason;
    this.detail = detail;
    this.retryAfter = retryAfter;
    this.misconfigured = misconfigured;
    this.provider = undefined;
  }

  /** Says whose token it was, unless that is said already. */
  of(provider: string): this {
    this.provider ??= provider;
    return this;
  }

  /** Whether asking again could not change the answer soon: only such a refusal may be cached. */
  get definitive(): boolean {
    const isVerdict = reasons[this.reason].status === 401 || this.reason === 'forbidden';
    return isVerdict && !volatile.has(this.reason);
  }
}

const volatile: ReadonlySet<Reason> = new Set([
  'unbound',
  'not_yet_valid',
  'unknown_key',
  'not_accepted',
  'missing',
  'revoked',
]);

/** Quotes a value from outside for a message: JSON, escaped beyond ASCII, at most 200 characters. */
export function quote(value: unknown): string {
  const text = value === undefined ? 'absent' : (JSON.stringify(value) ?? typeof value);
  const plain = text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
