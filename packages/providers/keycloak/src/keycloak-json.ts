import { ConfigurationError } from '@bearerkit/core/errors';

/** The adapter file of a client, parsed: "Download adapter config" of the admin console. */
export type KeycloakJson = Readonly<Record<string, unknown>>;

/** Options for the provider, and what the reader of the old file should know. */
export interface ImportedKeycloak {
  readonly options: {
    readonly issuer: string;
    readonly audience: string;
    readonly clientId: string;
    readonly clientSecret?: string;
    readonly roles: 'realm' | { readonly client: string };
  };
  /** One sentence for each setting whose meaning changes. */
  readonly notices: readonly string[];
}

/**
 * Turns a `keycloak.json` of keycloak-connect or of the Java adapters into options. Spread them: `keycloak({
 * ...keycloakJson(file).options, mode: 'introspection' })`. `${env.NAME:fallback}` is expanded as there.
 *
 * @param environment where such names are looked up @default process.env
 * @throws ConfigurationError `invalid_options` for what is missing, or has no safe counterpart here
 */
export function keycloakJson(
  file: KeycloakJson,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): ImportedKeycloak {
  const read = (...names: readonly string[]) =>
    expand(
      names.map((name) => file[name]),
      names[0] ?? '',
      environment,
    );
  const server = read('auth-server-url', 'server-url', 'serverUrl', 'authServerUrl');
  const [realm, clientId] = [read('realm'), read('resource', 'client-id', 'clientId')];
  const credentials: unknown = file.credentials;
  const secret = expand([Object(credentials).secret, file.secret], 'credentials.secret', environment);
  for (const [name, why] of Object.entries(refused)) if (file[name] !== undefined) throw wrong(name, why);
  const audience = required('resource', clientId);
  const isPublic = isTrue(file['public-client'] ?? file.public);
  return {
    options: {
      issuer: `${required('auth-server-url', server).replace(/\/+$/, '')}/realms/${required('realm', realm)}`,
      audience,
      clientId: audience,
      ...(secret === undefined || isPublic ? {} : { clientSecret: secret }),
      roles: isTrue(file['use-resource-role-mappings']) ? { client: audience } : 'realm',
    },
    notices: [
      ...(isTrue(file['verify-token-audience']) ? [] : [audienceNotice(audience)]),
      ...Object.entries(ignored).flatMap(([name, why]) => (file[name] === undefined ? [] : [`\`${name}\`: ${why}`])),
    ],
  };
}

const audienceNotice = (audience: string) =>
  `\`verify-token-audience\` was off: tokens of every client of the realm were let in. Here only those with \`${audience}\` in \`aud\` are: give the calling clients an audience mapper.`;

const refused = {
  'realm-public-key': 'switches key rotation off: delete it, keys are fetched from the realm',
  'policy-enforcer': 'is not supported: demand scopes, roles or groups on the routes',
};

const ignored = {
  'ssl-required': 'is not read: the issuer is always asked by https, except on loopback.',
  'confidential-port': 'is not read: this API does not redirect to https.',
  'min-time-between-jwks-requests': 'is not read: for an unknown key the realm is asked once in 30 s at most.',
  'bearer-only': 'is not needed: an API never redirects to a login page.',
};

const isTrue = (value: unknown) => value === true || value === 'true';

/** The first text of some values, with names of the environment put in. */
function expand(
  values: readonly unknown[],
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const text = values.find((value) => typeof value === 'string' && value !== '') as string | undefined;
  return text?.replace(/\$\{env\.([^:}]+)(?::([^}]*))?\}/g, (_, variable: string, fallback: string | undefined) => {
    const found = environment[variable] ?? fallback;
    if (found === undefined) throw wrong(name, `names the environment variable ${variable}, which is not set`);
    return found;
  });
}

function required(name: string, value: string | undefined): string {
  if (value === undefined) throw wrong(name, 'is missing');
  return value;
}

const wrong = (name: string, why: string) =>
  new ConfigurationError('invalid_options', `keycloak.json: \`${name}\` ${why}`, [name]);
