import { defineProvider, type JwtSpec, jwt, type ProviderAnswer } from '@bearerkit/core/provider';
import { claims, claimsAndUserinfo } from './attributes.ts';
import { options } from './options.ts';
import { quirks } from './quirks.ts';
import { hasOpenid, withoutScopeOf } from './scopes.ts';
import { setup } from './setup.ts';

/** Refresh tokens alone can be revoked there; an access token is refused here. */
const isRevoked = ({ status, document }: ProviderAnswer) =>
  status === 200 || document?.error === 'unsupported_token_type';

/**
 * Amazon Cognito user pools (https://docs.aws.amazon.com/cognito/). Access tokens have no `aud`: `client_id` says whose
 * they are.
 *
 * @example
 * cognito({ userPoolId: 'us-east-1_AbCdEf123', clientIds: ['57cbishk4j24pabc1234567890'] });
 * @throws ConfigurationError `invalid_options` without `clientIds`
 */
export const cognito = defineProvider({
  contract: 1,
  id: 'cognito',
  name: 'Amazon Cognito',
  options,
  setup,
  quirks,
  define: ({ userPoolId, issuerKind, domain, resourceServer, resource, profile, ...o }) => {
    const { clientId: id, clientSecret: secret, clientAuthentication: authentication } = o;
    const [region = ''] = userPoolId.split('_');
    const host = issuerKind === 'updated' ? 'issuer-cognito-idp' : 'cognito-idp';
    const issuer = `https://${host}.${region}.amazonaws.com/${userPoolId}`;
    // The domain is elsewhere than the issuer.
    const at = (path: string) => (domain === undefined ? undefined : `${domain}/oauth2/${path}`);
    const rule = {
      audience: resource,
      clients: o.clientIds,
      clientClaims: ['client_id'],
      algorithms: ['RS256'],
      reject: [
        { claim: '/token_use', noneOf: ['access'], reason: 'unrecognised' },
        ...(resource === undefined ? [{ claim: '/aud', reason: 'wrong_audience' } as const] : []),
      ],
    } as const satisfies Omit<JwtSpec<never>, 'attributes'>;
    const withUserinfo = jwt({ ...rule, when: hasOpenid, attributes: claimsAndUserinfo });
    return {
      endpoints: {
        issuer,
        jwks: `${issuer}/.well-known/jwks.json`,
        authorize: at('authorize'),
        token: at('token'),
        userinfo: at('userInfo'),
        revoke: at('revoke'),
      },
      client: id === undefined ? undefined : { id, secret, authentication },
      scopes: { request: o.scopes },
      grants: ['authorization_code', 'refresh_token', 'client_credentials'],
      revocation: { send: { form: 'token' }, authentication: 'client', done: isRevoked },
      accepts: [...(profile === 'userinfo' ? [withUserinfo] : []), jwt({ ...rule, attributes: claims })],
      refuses: resourceServer === undefined ? [] : [withoutScopeOf(resourceServer)],
    };
  },
});
