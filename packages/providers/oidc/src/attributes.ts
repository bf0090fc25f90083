import type { Attributes, Judge, Rejection, Test } from '@bearerkit/core/provider';

const marks = { mutable: true, reassignable: true };
const common = {
  email: { pointer: '/email', ...marks },
  emailVerified: '/email_verified',
  name: { pointer: '/name', ...marks },
  picture: '/picture',
  groups: '/groups',
};

/** Of a signed access token (OIDC Core §5.1, RFC 9068 §2.2). */
export const claims = {
  ...common,
  from: 'claims',
  subject: '/sub',
  username: { pointer: '/preferred_username', ...marks },
} as const satisfies Attributes<never>;

/** Of the answer to an introspection (RFC 7662 §2.2). A token without a human may lack `sub`: it is the client's. */
export const inspection = {
  ...common,
  from: 'inspection',
  subject: (document) => document.sub ?? document.client_id,
  username: { pointer: '/username', ...marks },
} as const satisfies Attributes<never>;

/** Marks of an ID token in an answer, from servers that introspect those too. */
export const idTokenMarks: readonly Rejection[] = ['nonce', 'at_hash', 'c_hash'].map((name) => ({
  claim: `/${name}`,
  reason: 'id_token',
}));

/**
 * Servers answer `active: true` for refresh tokens too; some say so, and some, like node-oidc-provider, by leaving out
 * `token_type`. Where no audience shows that a token is for us, one that does not say what it is, is refused.
 */
export const namedKindOnly: Judge = ({ status, document }) =>
  status === 200 && document?.active === true && document.token_type === undefined && document.token_use === undefined
    ? 'refused'
    : undefined;

/** Auth0's mark of a token without a human, whose subject is not the client id but `<client id>@clients`. */
export const machine: Test = ({ gty }) => gty === 'client-credentials';
