import { type JwtRule, type JwtSpec, jwt, type Rejection } from '@bearerkit/core/provider';
import { isEmailVerified, isRoleless, standsFor, tenantOf } from './claims.ts';
import { clouds } from './clouds.ts';
import { isGuid, type Options } from './options.ts';

type Name = 'issuer' | 'issuerV1' | 'jwks' | 'jwksV1';
type Kind = Pick<JwtSpec<Name>, 'issuer' | 'jwks' | 'audience'> & {
  readonly client: 'azp' | 'appid';
  readonly username: string;
  readonly version: string;
};

const marks = { mutable: true, reassignable: true };
const idToken: readonly Rejection[] = ['/at_hash', '/c_hash'].map((claim) => ({ claim, reason: 'id_token' }));
/** What stands where the groups of a token would be, when they are too many. */
const overage: readonly Rejection[] = [
  { claim: '/_claim_names/groups', reason: 'forbidden' },
  { claim: '/hasgroups', oneOf: [true, 'true'], reason: 'forbidden' },
];

/** A client may ask for a version 1 token by any name of the API, with a slash at the end or without. */
const spellings = (name: string) => (isGuid(name) ? [name.toLowerCase()] : [name.replace(/\/$/, ''), slashed(name)]);
const slashed = (name: string) => name.replace(/\/?$/, '/');

/** The rules for the versions that are taken; external directories have only that of the newer endpoints. */
export function rulesOf(o: Options): readonly JwtRule<Name>[] {
  const audience = o.audience.filter(isGuid).flatMap(spellings);
  const v2 = { issuer: 'issuer', jwks: 'jwks', audience, client: 'azp', username: '/preferred_username' } as const;
  const v1 = { issuer: 'issuerV1', jwks: 'jwksV1', client: 'appid', username: '/unique_name' } as const;
  if (o.directory !== 'workforce') return rules(o, { ...v2, version: '' });
  return [
    ...(o.versions.includes(2) ? rules(o, { ...v2, version: '2.0' }) : []),
    ...(o.versions.includes(1) ? rules(o, { ...v1, version: '1.0', audience: o.audience.flatMap(spellings) }) : []),
  ];
}

/** Two rules: for app-only tokens without a role, of which the client must be listed, and for all others. */
function rules(o: Options, { client, username, version, ...kind }: Kind): readonly JwtRule<Name>[] {
  const isWorkforce = o.directory === 'workforce';
  const reject: readonly Rejection[] = [
    ...(isWorkforce ? [{ claim: '/ver', noneOf: [version], reason: 'unrecognised' } as const] : []),
    ...idToken,
    ...(o.groupOverage === 'refuse' ? overage : []),
  ];
  const spec: JwtSpec<Name> = {
    ...kind,
    clients: o.clientIds,
    clientClaims: [client],
    algorithms: ['RS256'],
    // A nonce is no mark of an ID token here; the refusals see one by the client that it does not name.
    idTokenGuard: false,
    sharedSubjects: true,
    keyIsFor: keyIsFor(o),
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
const keyIsFor =
  ({ cloud }: Options): NonNullable<JwtSpec<Name>['keyIsFor']> =>
  ({ issuer, cloud_instance_name: name }, { iss }) => {
    const { login, names } = clouds[cloud];
    const own = String(issuer).replaceAll(/\{tenantid\}/gi, tenantOf(iss));
    const isOurs = issuer === undefined || own === iss || own === `https://${login}/${tenantOf(iss)}/v2.0`;
    return isOurs && (name === undefined || names.some((ours) => ours === name));
  };
