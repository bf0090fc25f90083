import { type JwtRule, type JwtSpec, jwt, type Rejection } from '@bearerkit/core/provider';
import { isEmailVerified, isRoleless, objectOf, standsFor, subjectOf, tenantOf } from './claims.ts';
import { clouds } from './clouds.ts';
import { isGuid, type Options } from './options.ts';

/** Endpoints that the rules name. */
export type Name = 'issuer' | 'issuerV1' | 'jwks' | 'jwksV1';

type Kind = Pick<JwtSpec<Name>, 'issuer' | 'jwks' | 'audience'> & {
  readonly client: 'azp' | 'appid';
  readonly username: string;
  readonly subject: typeof objectOf;
  readonly version?: '1.0' | '2.0';
};

const marks = { mutable: true, reassignable: true };
const marksOfIdToken: readonly Rejection[] = ['/at_hash', '/c_hash'].map((claim) => ({ claim, reason: 'id_token' }));
/** What stands where the groups of a token would be, when they are too many. */
const overage: readonly Rejection[] = [
  { claim: '/_claim_names/groups', reason: 'forbidden' },
  { claim: '/hasgroups', oneOf: [true, 'true'], reason: 'forbidden' },
];

/** A client may ask for a version 1 token by any name of the API, with a slash at the end or without. */
const spellings = (name: string): readonly string[] => {
  if (isGuid(name)) return [name.toLowerCase()];
  return name.endsWith('/') ? [name, name.slice(0, -1)] : [name, `${name}/`];
};

const clientIdsOf = ({ audience }: Options) => audience.filter(isGuid).flatMap(spellings);

/** Tokens of version 2, which name the API by its client id. */
export const version2 = (o: Options): readonly JwtRule<Name>[] =>
  rules(o, {
    issuer: 'issuer',
    jwks: 'jwks',
    audience: clientIdsOf(o),
    client: 'azp',
    username: '/preferred_username',
    subject: objectOf,
    version: '2.0',
  });

/** Tokens of version 1, from an issuer that publishes no keys at its own host. */
export const version1 = (o: Options): readonly JwtRule<Name>[] =>
  rules(o, {
    issuer: 'issuerV1',
    jwks: 'jwksV1',
    audience: o.audience.flatMap(spellings),
    client: 'appid',
    username: '/unique_name',
    subject: objectOf,
    version: '1.0',
  });

/** Tokens of an external directory: `ver` says nothing there. */
export const external = (o: Options): readonly JwtRule<Name>[] =>
  rules(o, {
    issuer: 'issuer',
    jwks: 'jwks',
    audience: clientIdsOf(o),
    client: 'azp',
    username: '/preferred_username',
    subject: subjectOf,
  });

/** Two rules: for app-only tokens without a role, of which the client must be listed, and for all others. */
function rules(o: Options, { client, username, subject, version, ...kind }: Kind): readonly JwtRule<Name>[] {
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
    reject: [
      ...(version === undefined ? [] : [{ claim: '/ver', noneOf: [version], reason: 'unrecognised' } as const]),
      ...marksOfIdToken,
      ...(o.groupOverage === 'refuse' ? overage : []),
    ],
    attributes: {
      from: 'claims',
      subject,
      username: { pointer: username, ...marks },
      email: { pointer: '/email', ...marks },
      emailVerified: isEmailVerified,
      name: { pointer: '/name', ...marks },
      groups: '/groups',
      roles: '/roles',
    },
  };
  const listed = { claim: `/${client}`, noneOf: o.rolelessClients ?? o.clientIds ?? [], reason: 'forbidden' } as const;
  return [
    jwt({ ...spec, when: (_, claims) => isRoleless(claims), reject: [...(spec.reject ?? []), listed] }),
    jwt(spec),
  ];
}

/**
 * One set holds keys of other issuers and clouds too, and says so: the key's `issuer`, a template of the tenant, must
 * be that of the token, and its cloud ours. Where a key says neither, the set it is in decides.
 */
const keyIsFor =
  (o: Options): NonNullable<JwtSpec<Name>['keyIsFor']> =>
  ({ issuer, cloud_instance_name: instance }, { iss }) => {
    const { login, instances } = clouds[o.cloud];
    const tenant = tenantOf(iss) ?? '';
    const isOurCloud = instance === undefined || (instances as readonly unknown[]).includes(instance);
    if (!isOurCloud || issuer === undefined) return isOurCloud;
    const own = typeof issuer === 'string' ? issuer.replaceAll(/\{tenantid\}/gi, tenant) : '';
    return own === iss || own === `https://${login}/${tenant}/v2.0`;
  };
