import { Writable } from 'node:stream';

interface Line {
  readonly level: string;
  readonly event?: string;
  readonly method?: string;
  readonly path?: string;
  readonly status?: number;
  readonly reason?: string;
  readonly detail?: string;
  readonly ref?: string;
  readonly msg?: string;
}

/** Takes the gateway's log lines and shows a person one short line per request, with the reason of a refusal. */
export function readableLog(out: NodeJS.WritableStream = process.stderr): Writable {
  return new Writable({
    write: (chunk, _, done) => {
      const text = readable(JSON.parse(String(chunk)) as Line);
      if (text !== undefined) out.write(`${text}\n`);
      done();
    },
  });
}

/** What the data folder of a demo has to say concerns nobody: it goes with the demo. */
function readable({ level, event, method, path, status, reason, detail, ref, msg }: Line): string | undefined {
  if (event === 'data_folder') return undefined;
  if (event !== 'request') return `  ${level}: ${[event, msg ?? detail].filter(Boolean).join(': ')}`;
  const why = reason === undefined ? '' : `  ${reason}${detail === undefined ? '' : `: ${detail}`}  (ref ${ref})`;
  return `  ${method} ${path}  ${status}${why}`;
}
