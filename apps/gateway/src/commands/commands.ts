import { BearerkitError } from '@bearerkit/core';
import { ConfigFileError } from '../config/config-file-error.ts';
import { readArguments, UsageError } from './arguments.ts';
import { check } from './check.ts';
import type { Command, CommandIo } from './command.ts';
import { explain } from './explain.ts';
import { link } from './link.ts';
import { links } from './links.ts';
import { start } from './start.ts';
import { unlink } from './unlink.ts';
import { userinfo } from './userinfo.ts';

/** Every command of the gateway, in the order of the help. */
export const commands: readonly Command[] = [start, check, userinfo, explain, link, unlink, links];

/**
 * Runs one command line.
 * @returns exit code: 0 done, 1 refused, failed or not found, 2 bad arguments or configuration
 */
export async function runCommand(args: readonly string[], io: CommandIo): Promise<number> {
  try {
    const line = readArguments(args);
    const command = commands.find(({ name }) => name === line.command);
    if (line.help || line.command === 'help') {
      io.out(help());
      return 0;
    }
    if (command === undefined) {
      throw new UsageError(line.command === '' ? 'no command given' : `there is no command \`${line.command}\``);
    }
    return await command.run(line, io);
  } catch (error) {
    return failed(error, io, args.includes('--json'));
  }
}

/** One line on standard error, with `--json` also a document on standard output, and the exit code. */
function failed(error: unknown, io: CommandIo, json: boolean): number {
  if (!(error instanceof Error)) throw error;
  const message = messageOf(error);
  const { file, line, key } = ConfigFileError.isInstance(error) ? error : {};
  if (json) io.out(JSON.stringify({ ok: false, error: { message, file, line, key } }));
  io.note(ConfigFileError.isInstance(error) ? message : `bearerkit-gateway: ${message}`);
  const isInput = ConfigFileError.isInstance(error) || error instanceof UsageError;
  return isInput || (BearerkitError.isInstance(error) && error.code === 'unknown_provider') ? 2 : 1;
}

function messageOf(error: Error): string {
  if (error instanceof UsageError) return `${error.message}; see \`bearerkit-gateway --help\``;
  const { code, port } = error as { readonly code?: unknown; readonly port?: unknown };
  if (code !== 'EADDRINUSE') return error.message;
  return `port ${String(port)} is taken: stop what listens there, or change \`listen\` or \`admin.listen\``;
}

function help(): string {
  const rows = commands.map(({ name, takes, summary }) => `  ${`${name} ${takes}`.padEnd(34)}${summary}`);
  return [
    'bearerkit-gateway: accept third-party access tokens in front of an HTTP API',
    '',
    ...rows,
    '',
    '  --config FILE, -c    the configuration (default: bearerkit.yaml)',
    '  --json               print one JSON document',
    '',
    'Tokens are read from standard input, never from the arguments.',
    'Exit codes: 0 done · 1 refused, failed or not found · 2 bad arguments or configuration',
  ].join('\n');
}
