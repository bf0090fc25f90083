import { BearerkitError } from '@bearerkit/core/errors';

/** Where in a configuration file something is wrong. */
export interface ConfigPlace {
  /** As it was given on the command line. */
  readonly file: string;
  /** Counted from 1; absent when the file as a whole is meant. */
  readonly line?: number | undefined;
  /** Such as `routes[0].accept`. */
  readonly key?: string | undefined;
}

/** The configuration can not be used. The message is one line: file, line, key, and what to change; never a value. */
export class ConfigFileError extends BearerkitError {
  declare readonly code: 'invalid_config';
  readonly file: string;
  readonly line?: number;
  readonly key?: string;

  constructor({ file, line, key }: ConfigPlace, text: string) {
    const place = [line === undefined ? file : `${file}:${line}`, ...(key ? [key] : [])];
    super('ConfigFileError', 'invalid_config', `${place.join(': ')}: ${text}`.replace(/\s*\n\s*/g, ' '));
    this.file = file;
    if (line !== undefined) this.line = line;
    if (key !== undefined) this.key = key;
  }

  static override isInstance(error: unknown): error is ConfigFileError {
    return BearerkitError.isInstance(error) && error.name === 'ConfigFileError';
  }
}
