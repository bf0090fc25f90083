import { ConfigurationError } from '@bearerkit/core/errors';

const read = /^(realm|auth-server-url|server-?url|authServerUrl|resource|client-?id|credentials|secret)$/i;
const flags = /^(public-client|use-resource-role-mappings|verify-token-audience)$/;
const refused = { 'realm-public-key': 'keys are fetched', 'policy-enforcer': 'demand scopes or roles on the routes' };

/**
 * Turns the parsed `keycloak.json` of an adapter into options, and says in `notices` what changes. `${env.NAME:other}`
 * is expanded: `keycloak({ ...keycloakJson(file).options, mode: 'introspection' })`.
 *
 * @param environment where such names are looked up @default process.env
 * @throws ConfigurationError `invalid_options` for what is missing, or has no safe counterpart
 */
export function keycloakJson(file: Readonly<Record<string, unknown>>, environment: Environment = process.env) {
  const text = (name: string, ...others: readonly unknown[]) =>
    expand(
      [file[name], ...others].find((value) => typeof value === 'string' && value !== ''),
      name,
      environment,
    );
  const need = (name: string, ...others: readonly unknown[]) => text(name, ...others) ?? fail(name, 'is missing');
  const is = (name: string) => String(file[name]) === 'true';
  for (const [name, why] of Object.entries(refused)) if (name in file) fail(name, `is not supported: ${why}`);
  const server = need('auth-server-url', file['server-url'], file.serverUrl, file.authServerUrl).replace(/\/+$/, '');
  const client = need('resource', file['client-id'], file.clientId);
  const clientSecret = is('public-client') ? undefined : text('secret', Object(file.credentials).secret);
  const roles = is('use-resource-role-mappings') ? { client } : ('realm' as const);
  const off = `\`verify-token-audience\` was off: every client's tokens were let in; now \`aud\` must hold \`${client}\``;
  const unread = Object.keys(file).filter((name) => !read.test(name) && !flags.test(name));
  const options = {
    issuer: `${server}/realms/${need('realm')}`,
    audience: client,
    clientId: client,
    clientSecret,
    roles,
  };
  const notices = unread.map((name) => `\`${name}\` is not read`);
  return { options, notices: is('verify-token-audience') ? notices : [off, ...notices] };
}

type Environment = Readonly<Record<string, string | undefined>>;

const expand = (text: unknown, name: string, environment: Environment) =>
  (text as string | undefined)?.replace(/\$\{env\.([^:}]+)(?::([^}]*))?\}/g, (_, key: string, other?: string) => {
    return environment[key] ?? other ?? fail(name, `names ${key}, which the environment does not hold`);
  });

function fail(name: string, why: string): never {
  throw new ConfigurationError('invalid_options', `keycloak.json: \`${name}\` ${why}`, [name]);
}
