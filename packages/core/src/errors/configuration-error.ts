import { BearerkitError, errorName } from './base.ts';

/** What in a configuration is wrong, for programs. */
export type ConfigurationErrorCode =
  | 'invalid_options'
  | 'invalid_provider'
  | 'invalid_endpoint'
  | 'unbound_tokens'
  | 'ambiguous_providers'
  | 'unknown_provider'
  | 'unsafe_attribute'
  | 'unsupported';

/** Thrown while setting up: the configuration can not be used, and the message says what to change. */
export class ConfigurationError extends BearerkitError {
  declare readonly code: ConfigurationErrorCode;
  /** Where in the options or settings, outermost first: `['endpoints', 'token']`. */
  readonly path: readonly string[];

  constructor(code: ConfigurationErrorCode, message: string, path: readonly string[] = []) {
    super('ConfigurationError', code, message);
    this.path = path;
  }

  static override isInstance(error: unknown): error is ConfigurationError {
    return errorName(error) === 'ConfigurationError';
  }
}
