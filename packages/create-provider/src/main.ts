import { createInterface } from 'node:readline/promises';
import { type Answers, type Flags, idOf, oneOf, protocols, readFlags, tokens, UsageError, usage } from './answers.ts';
import { writePackage } from './write-package.ts';

/** What the command works with. */
export interface Surroundings {
  readonly folder: string;
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream;
  readonly errors: NodeJS.WritableStream;
}

/** Runs the command. @returns the exit code: 2 for a mistake on the command line */
export async function main(args: readonly string[], around: Surroundings): Promise<number> {
  try {
    const flags = readFlags(args);
    if (flags.help) {
      around.output.write(`${usage}\n`);
      return 0;
    }
    const answers = await complete(flags, around);
    const files = await writePackage(around.folder, answers);
    const list = files.map((file) => `  ${answers.id}/${file}`).join('\n');
    const next = `Next: cd ${answers.id} && npm install && npm test, then fill in src/${answers.id}.ts and its fake.`;
    around.output.write(`${list}\n\n${next}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    around.errors.write(`create-bearerkit-provider: ${error.message}\n`);
    return 2;
  }
}

/** Asks for what the flags leave out, where somebody sits at a terminal. */
async function complete({ id, protocol, token }: Flags, { input, output }: Surroundings): Promise<Answers> {
  if (id !== undefined && protocol !== undefined && token !== undefined) return { id, protocol, token };
  if (input.isTTY !== true) throw new UsageError(`say id, --protocol and --token, since nobody can be asked\n${usage}`);
  const line = createInterface({ input, output });
  try {
    return {
      id: id ?? idOf(await line.question('Id of the provider (such as acme-cloud): ')),
      protocol:
        protocol ?? oneOf('protocol', await line.question('OpenID Connect or OAuth 2.0? (oidc, oauth2): '), protocols),
      token:
        token ?? oneOf('token', await line.question('Its access tokens: signed or opaque? (jwt, opaque): '), tokens),
    };
  } finally {
    line.close();
  }
}
