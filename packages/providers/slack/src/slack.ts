import { defineProvider, opaque, type ProviderAnswer, userinfoProof } from '@bearerkit/core/provider';
import { judgeFor } from './judge.ts';
import { options } from './options.ts';
import { oauthV2, oidc } from './profile.ts';
import { quirks } from './quirks.ts';
import { tokenAnswer } from './token-answer.ts';

const steps = [
  'Create New App, From scratch. Under Basic Information copy Client ID (not App ID) and Client Secret.',
  'OAuth & Permissions: add the redirect URL `<your origin>/auth/<key>/callback`, and the User Token Scopes of the mode. Token rotation and PKCE can not be switched off again.',
];
const like = (prefix: string) => ({ prefix, alphabet: 'token68' }) as const;
const app = (prefix: string) => ({ shape: like(prefix), reason: 'unrecognised', detail: 'not of a person' }) as const;
const isRefresh = { shape: like('xoxe-'), reason: 'refresh_token' } as const;
const refused = [
  { claim: '/error', oneOf: ['missing_scope'], reason: 'insufficient_scope' },
  { claim: '/ok', noneOf: [true], reason: 'forbidden' },
] as const;
const isGone = ({ document }: ProviderAnswer) => document?.revoked === true || document?.error === 'token_revoked';

/**
 * Slack (https://slack.com). Takes user tokens that our own login obtained: no call tells to which app they belong.
 *
 * @example
 * const registry = createProviderRegistry({ slack: slack({ clientId, clientSecret, teams: ['T0123ABCD'] }) });
 * @throws ConfigurationError `invalid_options` without `teams`
 */
export const slack = defineProvider({
  contract: 1,
  id: 'slack',
  name: 'Slack',
  options,
  setup: { registerUrl: 'https://api.slack.com/apps', steps },
  quirks,
  define: ({ clientId, clientSecret, mode, teams, pkce }) => {
    const { endpoints, scopes, team, attributes } = mode === 'oidc' ? oidc : oauthV2;
    const only = teams.includes('any-workspace') ? [] : [{ claim: team, noneOf: teams, reason: 'forbidden' } as const];
    return {
      endpoints: { ...endpoints, issuer: 'https://slack.com', revoke: 'https://slack.com/api/auth.revoke' },
      client: { id: clientId, secret: clientSecret, authentication: 'client_secret_post' },
      scopes,
      authorizeParameters: /^T[^,]+$/.test(teams.join()) ? { team: teams.join() } : {},
      pkce: pkce ? 'S256' : 'none',
      tokenAnswer,
      revocation: { send: 'bearer', authentication: 'none', done: isGone },
      accepts: [
        opaque({
          shape: like('xox'),
          binding: 'login',
          inspect: userinfoProof('userinfo', { judge: judgeFor(attributes.subject) }),
          reject: [...refused, ...only],
          attributes: only.length > 0 ? attributes : { ...attributes, emailVerified: undefined },
        }),
      ],
      refuses: [...['xoxb-', 'xoxe.xoxb-', 'xapp-'].map(app), isRefresh, { issuer: 'issuer', reason: 'id_token' }],
    };
  },
});
