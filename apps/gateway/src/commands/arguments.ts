import { parseArgs } from 'node:util';

/** The command line, read. */
export interface CommandLine {
  readonly command: string;
  readonly values: readonly string[];
  /** Path of the configuration file. @default 'bearerkit.yaml' */
  readonly config: string;
  /** Print one JSON document instead of text. */
  readonly json: boolean;
  readonly help: boolean;
}

/** The command line can not be read, or the configuration can not be used: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments. @throws UsageError naming the option that does not exist */
export function readArguments(args: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        config: { type: 'string', short: 'c', default: 'bearerkit.yaml' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    const [command = '', ...rest] = positionals;
    return { command, values: rest, config: values.config, json: values.json, help: values.help };
  } catch (error) {
    throw new UsageError((error as Error).message.split('. ')[0] ?? 'the arguments can not be read');
  }
}
