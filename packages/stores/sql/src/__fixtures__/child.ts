import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

/** Another process with the built package. */
export interface Child {
  /** Its next line on stdout. */
  line(): Promise<string>;
  /** All lines that are still to come. */
  rest(): Promise<string[]>;
  /** Lets it go on past a `await told()`. */
  tell(): void;
  kill(signal: 'SIGKILL'): void;
  /** Exit code, and what it wrote to stderr. */
  end(): Promise<{ readonly code: number | null; readonly stderr: string }>;
}

/** Runs the body of a module in which `stores` is open on `url`, `say` writes a line and `told` waits for one. */
export function startChild(url: string, body: string): Child {
  const code = `
    import { writeSync } from 'node:fs';
    import { createInterface } from 'node:readline';
    import { openSqlStores } from '@bearerkit/store-sql';
    const input = createInterface(process.stdin)[Symbol.asyncIterator]();
    const say = (line) => writeSync(1, line + '\\n');
    const told = () => input.next();
    const stores = await openSqlStores({ url: ${JSON.stringify(url)} });
    ${body}`;
  // Node 22 warns that `node:sqlite` is experimental.
  const quiet = '--disable-warning=ExperimentalWarning';
  const child = spawn(process.execPath, [quiet, '--input-type=module', '--eval', code], {
    cwd: join(import.meta.dirname, '../..'),
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const exit = once(child, 'exit');
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    line: async () => {
      const { value, done } = await lines.next();
      if (done) throw new Error(`the child ended early: ${stderr}`);
      return value;
    },
    rest: async () => {
      const rest: string[] = [];
      for (let next = await lines.next(); !next.done; next = await lines.next()) rest.push(next.value);
      return rest;
    },
    tell: () => void child.stdin.write('\n'),
    kill: (signal) => void child.kill(signal),
    end: async () => ({ code: (await exit)[0], stderr }),
  };
}
