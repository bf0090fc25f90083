import { type JwtRule, type JwtSpec, jwt, type ProviderDocument, type Rejection } from '@bearerkit/core/provider';
import { isEmailVerified, isRoleless, standsFor, tenantOf } from './claims.ts';
import { clouds } from './clouds.ts';
import { isGuid, type Options } from './options.ts';

type Name = 'issuer' | 'issuerV1' | 'jwks' | 'jwksV1';

const v2 = { issuer: 'issuer', jwks: 'jwks', client: 'azp', username: '/preferred_username', version: 2 } as const;
const v1 = { issuer: 'issuerV1', jwks: 'jwksV1', client: 'appid', username: '/unique_name', version: 1 } as const;
const marks = { mutable: true, reassignable: true };
const present = (reason: Rejection['reason'], ...claims: readonly string[]): readonly Rejection[] =>
  claims.map((claim) => ({ claim, reason }));

/** A client may ask for a version 1 token by any name of the API, with a slash at the end or without. */
const spellings = (name: string) =>
  isGuid(name) ? [name.toLowerCase()] : [name.replace(/\/$/, ''), name.replace(/\/?$/, '/')];

/** The rules for the versions that are taken; external directories have only the newer one, whatever `ver` says. */
export function rulesOf(o: Options): readonly JwtRule<Name>[] {
  const taken = [v2, v1].filter(({ version }) => o.versions.includes(version));
  return (o.directory === 'workforce' ? taken : [v2]).flatMap((kind) => rules(o, kind));
}

/** Two rules: for app-only tokens without a role, of which the client must be listed, and for all others. */
function rules(o: Options, { client, username, version, ...place }: typeof v1 | typeof v2): readonly JwtRule<Name>[] {
  const isWorkforce = o.directory === 'workforce';
  const reject: readonly Rejection[] = [
    ...(isWorkforce ? [{ claim: '/ver', noneOf: [`${version}.0`], reason: 'unrecognised' } as const] : []),
    ...present('id_token', '/at_hash', '/c_hash'),
    // What stands where the groups of a token would be, when they are too many.
    ...(o.groupOverage === 'refuse' ? present('forbidden', '/_claim_names/groups', '/hasgroups') : []),
  ];
  const spec: JwtSpec<Name> = {
    ...place,
    audience: (version === 2 ? o.audience.filter(isGuid) : o.audience).flatMap(spellings),
    clients: o.clientIds,
    clientClaims: [client],
    algorithms: ['RS256'],
    // A nonce is no mark of an ID token here; the refusals see one by the client that it does not name.
    idTokenGuard: false,
    sharedSubjects: true,
    keyIsFor: (key, { iss }) => isKeyFor(o.cloud, key, iss),
    machine: (claims) => standsFor(claims) === 'app',
    reject,
    attributes: {
      from: 'claims',
      // The vendor's key of a person or an app: an object id is never given to another. External tokens may lack it.
      subject: ({ iss, oid, sub }) => `${tenantOf(iss)}.${isWorkforce ? oid : sub}`,
      username: { pointer: username, ...marks },
      email: { pointer: '/email', ...marks },
      emailVerified: isEmailVerified,
      name: { pointer: '/name', ...marks },
      groups: '/groups',
      roles: '/roles',
    },
  };
  const listed = { claim: `/${client}`, noneOf: o.rolelessClients ?? o.clientIds ?? [], reason: 'forbidden' } as const;
  return [jwt({ ...spec, when: (_, claims) => isRoleless(claims), reject: [...reject, listed] }), jwt(spec)];
}

/**
 * A set holds keys of other issuers and clouds too, and says so: the key's `issuer`, a template of the tenant, must be
 * that of the token, and its cloud ours. Where a key says neither, the set it is in decides.
 */
function isKeyFor(cloud: Options['cloud'], { issuer, cloud_instance_name: name }: ProviderDocument, iss: unknown) {
  const { login, names } = clouds[cloud];
  const own = String(issuer).replaceAll(/\{tenantid\}/gi, tenantOf(iss));
  const isOurs = issuer === undefined || own === iss || own === `https://${login}/${tenantOf(iss)}/v2.0`;
  return isOurs && (name === undefined || names.some((ours) => ours === name));
}
