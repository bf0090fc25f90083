import { ConfigurationError } from '@bearerkit/core/errors';

const refused = { 'realm-public-key': 'keys are fetched', 'policy-enforcer': 'demand scopes or roles on the routes' };
const known =
  /^(realm|auth-?server-?url|server-?url|resource|client-?id|credentials|secret|public-client|use-.*|verify-.*)$/i;

/**
 * Turns the parsed `keycloak.json` of an adapter into options, and says in `notices` what changes; `${env.NAME:other}`
 * is expanded. Spread them: `keycloak({ ...keycloakJson(file).options, mode: 'introspection' })`.
 *
 * @throws ConfigurationError `invalid_options` for what is missing, or has no safe counterpart
 */
export function keycloakJson(file: Readonly<Record<string, unknown>>) {
  const text = (name: string, ...others: readonly unknown[]) => {
    const found = [file[name], ...others].find((value) => typeof value === 'string' && value !== '') as string;
    return found?.replace(/\$\{env\.([^:}]+)(?::([^}]*))?\}/g, (_, variable: string, other?: string) => {
      return process.env[variable] ?? other ?? fail(name, `names ${variable}, which is not in the environment`);
    });
  };
  const need = (name: string, ...others: readonly unknown[]) => text(name, ...others) ?? fail(name, 'is missing');
  const is = (name: string) => String(file[name]) === 'true';
  for (const [name, why] of Object.entries(refused)) if (name in file) fail(name, `is not supported: ${why}`);
  const server = need('auth-server-url', file['server-url'], file.serverUrl, file.authServerUrl).replace(/\/+$/, '');
  const [issuer, client] = [`${server}/realms/${need('realm')}`, need('resource', file['client-id'], file.clientId)];
  const clientSecret = is('public-client') ? undefined : text('secret', Object(file.credentials).secret);
  const roles = is('use-resource-role-mappings') ? { client } : ('realm' as const);
  const lax = `\`verify-token-audience\` was off: every client's tokens were let in; now \`aud\` must hold \`${client}\``;
  const notices = Object.keys(file).flatMap((name) => (known.test(name) ? [] : [`\`${name}\` is not read`]));
  const options = { issuer, audience: client, clientId: client, clientSecret, roles };
  return { options, notices: is('verify-token-audience') ? notices : [lax, ...notices] };
}

function fail(name: string, why: string): never {
  throw new ConfigurationError('invalid_options', `keycloak.json: \`${name}\` ${why}`, [name]);
}
