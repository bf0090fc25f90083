import { parseArgs } from 'node:util';

/** What is to be written. */
export interface Answers {
  /** kebab-case: folder, file and provider id. */
  readonly id: string;
  readonly protocol: 'oidc' | 'oauth2';
  readonly token: 'opaque' | 'jwt';
}

/** What the command line says; what it leaves out is asked for. */
export type Flags = Partial<Answers> & { readonly help: boolean };

/** A mistake on the command line; its message is all that is shown. */
export class UsageError extends Error {}

export const usage: string = `npm create bearerkit-provider <id> [-- --protocol oidc|oauth2 --token opaque|jwt]

  <id>        of the provider, such as acme or acme-cloud: the folder that is written
  --protocol  oidc: endpoints come from the issuer's metadata; oauth2: they are written down
  --token     jwt: access tokens are signed and name our API; opaque: the provider is asked about each (RFC 7662)`;

/** @throws UsageError */
export function readFlags(args: readonly string[]): Flags {
  const { values, positionals } = parsed(args);
  const [id, ...more] = positionals;
  if (more.length > 0) throw new UsageError(`one id, not also ${more.join(' ')}`);
  return {
    help: values.help === true,
    ...(id === undefined ? {} : { id: idOf(id) }),
    ...(values.protocol === undefined ? {} : { protocol: oneOf('--protocol', values.protocol, protocols) }),
    ...(values.token === undefined ? {} : { token: oneOf('--token', values.token, tokens) }),
  };
}

export const protocols = ['oidc', 'oauth2'] as const;
export const tokens = ['opaque', 'jwt'] as const;

/** @throws UsageError */
export function idOf(text: string): string {
  if (/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(text) && text.length <= 40) return text;
  throw new UsageError(`\`${text}\` is no id: lower-case letters, digits and single hyphens, such as acme-cloud`);
}

/** @throws UsageError */
export function oneOf<T extends string>(name: string, text: string, choices: readonly T[]): T {
  const found = choices.find((choice) => choice === text);
  if (found === undefined) throw new UsageError(`${name} is \`${text}\`; it can be ${choices.join(' or ')}`);
  return found;
}

function parsed(args: readonly string[]) {
  const options = { protocol: { type: 'string' }, token: { type: 'string' }, help: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}
