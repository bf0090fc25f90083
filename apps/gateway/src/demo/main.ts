import { join } from 'node:path';
import { startDemo } from './demo.ts';
import { readableLog } from './readable-log.ts';
import { screen } from './screen.ts';

const help = `npm start                      the demo: a gateway, a local Meetup, Confluence and Bitbucket
npm start --silent -- --json   the same, with one line of JSON on stdout once everything is ready
`;
const [option, ...more] = process.argv.slice(2);

if (option === '--help' || option === '-h') {
  process.stdout.write(help);
} else if (more.length > 0 || (option !== undefined && option !== '--json')) {
  process.stderr.write(`there is no option \`${more[0] ?? option}\`\n${help}`);
  process.exitCode = 2;
} else {
  await run(option === '--json');
}

async function run(json: boolean): Promise<void> {
  const demo = await startDemo(join(process.cwd(), '.bearerkit'), readableLog());
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
}
