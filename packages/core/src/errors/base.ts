const marker = Symbol.for('bearerkit.error');

/**
 * Base of every error this project throws on purpose. `isInstance` recognises one across two copies of the package,
 * where `instanceof` would not.
 */
export class BearerkitError extends Error {
  /** What kind of failure, for programs: stable across versions. */
  readonly code: string;

  constructor(name: string, code: string, message: string, cause?: unknown) {
    super(message);
    this.code = code;
    const hidden = { configurable: true, enumerable: false, writable: true };
    Object.defineProperty(this, 'name', { ...hidden, value: name });
    Object.defineProperty(this, marker, { value: name });
    if (cause !== undefined) Object.defineProperty(this, 'cause', { ...hidden, value: cause });
  }

  /** True for an error of this class, also one made by another copy of this package. */
  static isInstance(error: unknown): error is BearerkitError {
    return errorName(error) !== undefined;
  }
}

/** The class name under which an error of this project was made; `undefined` for any other value. */
export function errorName(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return undefined;
  const name = (error as Record<symbol, unknown>)[marker];
  return typeof name === 'string' ? name : undefined;
}
