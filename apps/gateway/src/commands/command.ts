import { type CommandLine, UsageError } from './arguments.ts';

/** Where a command reads and writes; a test gives its own. */
export interface CommandIo {
  readonly stdin: AsyncIterable<unknown> & { readonly isTTY?: boolean };
  /** Writes one line to standard output. */
  out(line: string): void;
  /** Writes one line to standard error. */
  note(line: string): void;
}

/** One command: what its help says, and what it does. */
export interface Command {
  readonly name: string;
  /** Positional arguments, as the help shows them: `<key> <subject> <user>`. */
  readonly takes: string;
  readonly summary: string;
  /** Gives the exit code: 0 done, 1 refused or not found. @throws UsageError and configuration errors, exit code 2 */
  run(line: CommandLine, io: CommandIo): Promise<number>;
}

/** The positional arguments of a command, each of them there. @throws UsageError with the usage */
export function positionals(line: CommandLine, { name, takes }: Pick<Command, 'name' | 'takes'>): readonly string[] {
  const wanted = takes === '' ? 0 : takes.split(' ').length;
  if (line.values.length === wanted) return line.values;
  throw new UsageError(`usage: bearerkit-gateway ${name} ${takes}`.trimEnd());
}
