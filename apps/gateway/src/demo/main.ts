import { join } from 'node:path';
import { startDemo } from './demo.ts';
import { screen } from './screen.ts';

const json = process.argv.includes('--json');
const demo = await startDemo(join(process.cwd(), '.bearerkit'));
process.stdout.write(json ? `${JSON.stringify(demo.values)}\n` : screen(demo.values));

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (stopping) return;
    stopping = true;
    demo.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  });
}
