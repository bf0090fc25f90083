import { z } from 'zod';

/** A secret that prints as redacted. Structural, so that two copies of this package agree. */
export interface Secret {
  /** The value itself. Never log it. */
  reveal(): string;
  toString(): string;
  toJSON(): string;
}

const redacted = '[secret]';

/** Wraps a value so that logs, JSON and string templates show only `[secret]`. */
export function toSecret(value: string): Secret {
  const secret = { reveal: () => value, toString: () => redacted, toJSON: () => redacted };
  Object.defineProperty(secret, Symbol.for('nodejs.util.inspect.custom'), { value: () => redacted });
  return Object.freeze(secret);
}

/** An option that is a secret: a non-empty string that becomes a {@link Secret}; forms draw it as a password. */
export function secret(): z.ZodType<Secret, string> {
  return z.string().min(1).meta({ secret: true }).transform(toSecret);
}

/** Marks an option that only code can give (a function), so that forms leave it out. */
export function codeOnly<T extends z.ZodType>(schema: T): T {
  return schema.meta({ codeOnly: true });
}
