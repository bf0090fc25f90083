import { UsageError } from './arguments.ts';
import type { CommandIo } from './command.ts';

/**
 * Reads one token from standard input; the arguments of a process are seen by every user of the machine.
 * @throws UsageError when there is none
 */
export async function readToken({ stdin, note }: CommandIo): Promise<string> {
  if (stdin.isTTY === true) note('Paste the token, then press Enter and Ctrl-D:');
  let text = '';
  for await (const chunk of stdin) text += String(chunk);
  const token = text.trim().replace(/^bearer +/i, '');
  if (token === '') throw new UsageError('no token on standard input: use `… < token.txt`');
  return token;
}
