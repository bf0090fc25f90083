import { createHash } from 'node:crypto';
import { type Answer, basicCredentials, type Call, json, type Routes } from '@bearerkit/testkit';
import type { AzureAdApp } from './directory.ts';
import { refuse } from './errors.ts';
import { inTenant } from './metadata.ts';
import { mint } from './mint.ts';
import { type Asked, isRefusal, readScope } from './resource.ts';
import type { Code, Grant, State } from './state.ts';

/** The token endpoints. That of version 1 speaks of numbers in texts, and of a `resource` in the place of scopes. */
export function tokenRoutes(state: State): Routes {
  return {
    'POST /:tenant/oauth2/v2.0/token': inTenant((tenant, call) => grant(state, tenant, call, false)),
    'POST /:tenant/oauth2/token': inTenant((tenant, call) => grant(state, tenant, call, true)),
  };
}

function grant(state: State, tenant: string, { form, headers }: Call, isOld: boolean): Answer {
  const basic = basicCredentials(headers.authorization);
  const id = form.get('client_id') ?? basic?.id;
  const client = Object.values(state.apps).find((app: AzureAdApp) => app.id === id) as AzureAdApp | undefined;
  if (client === undefined) return refuse('unauthorized_client', 700016, `Application '${id}' was not found.`);
  const secret = form.get('client_secret') ?? basic?.secret;
  if (secret === undefined) return refuse('invalid_client', 7000218, 'client_assertion or client_secret is needed.');
  if (secret !== client.secret) return refuse('invalid_client', 7000215, 'Invalid client secret provided.');
  const wanted = isOld ? `${form.get('resource')}/.default` : (form.get('scope') ?? '');
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return codeGrant(state, client, form, isOld);
    case 'refresh_token': {
      const known = state.refreshTokens.get(form.get('refresh_token') ?? '');
      if (known?.client !== client) return refuse('invalid_grant', 70008, 'The refresh token is not known.');
      return answer(state, wanted === '' ? known : { ...known, scope: wanted }, isOld);
    }
    case 'client_credentials':
      return appGrant(state, tenant, client, wanted, isOld);
    default:
      return refuse('unsupported_grant_type', 70003, 'The app requested an unsupported grant type.');
  }
}

function codeGrant(state: State, client: AzureAdApp, form: URLSearchParams, isOld: boolean): Answer {
  const code = state.codes.get(form.get('code') ?? '');
  if (code === undefined || code.client !== client) return refuse('invalid_grant', 9002313, 'The code is not known.');
  if (code.used) return refuse('invalid_grant', 54005, 'The code was already redeemed.');
  if (code.expiresAt < state.clock.now()) return refuse('invalid_grant', 70008, 'The code has expired.');
  if (code.redirectUri !== form.get('redirect_uri'))
    return refuse('invalid_grant', 500112, 'The reply address differs.');
  if (!fits(code, form.get('code_verifier') ?? '')) return refuse('invalid_grant', 501481, 'code_verifier is wrong.');
  code.used = true;
  return answer(state, code, isOld);
}

/** RFC 7636 §4.6; a challenge without a method is plain. */
function fits({ challenge, method }: Code, verifier: string): boolean {
  if (challenge === undefined) return true;
  return challenge === (method === 'S256' ? createHash('sha256').update(verifier).digest('base64url') : verifier);
}

function appGrant(state: State, tenant: string, client: AzureAdApp, scope: string, isOld: boolean): Answer {
  const asked = readScope(state, scope, null);
  if (isRefusal(asked)) return asked;
  if (asked.scopes.join() !== '.default') return refuse('invalid_scope', 1002012, 'Ask for {resource}/.default.');
  const kind = asked.api === undefined ? 'graph' : 'app';
  return json(bodyOf(mint(state, { kind, tenant, client, ...nameOf(state, asked) }), scope, isOld));
}

function answer(state: State, { client, tenant, account, scope }: Grant, isOld: boolean): Answer {
  const asked = readScope(state, scope, null);
  if (isRefusal(asked)) return asked;
  const common = { tenant, client, account };
  const short = asked.scopes.map((name) => (name === '.default' ? 'access_as_user' : name)).join(' ');
  const kind = asked.api === undefined ? 'graph' : 'user';
  const token = mint(state, { ...common, kind, scope: short, ...nameOf(state, asked) });
  const has = (name: string): boolean => scope.split(' ').includes(name);
  // The one that was used stays valid.
  const refreshToken = `1.A${state.nextId(64)}`;
  if (has('offline_access')) state.refreshTokens.set(refreshToken, { client, tenant, account, scope });
  return json({
    ...bodyOf(token, scope, isOld),
    ...(has('offline_access') ? { refresh_token: refreshToken } : {}),
    ...(has('openid') ? { id_token: mint(state, { ...common, kind: 'id' }) } : {}),
  });
}

/** By what name the token calls the API: its client id in version 2, what the client called it in version 1. */
function nameOf({ version, apps }: State, { api, name }: Asked) {
  if (api === undefined) return {};
  // Our API's manifest is `version`; that of the other API says 2.
  const own = api === apps.api ? version : 2;
  return { version: own, audience: own === 2 ? api.id : name } as const;
}

function bodyOf(accessToken: string, scope: string, isOld: boolean): Readonly<Record<string, unknown>> {
  const { exp, iat } = JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString());
  const common = { token_type: 'Bearer', scope, access_token: accessToken };
  const life = exp - iat;
  if (!isOld) return { ...common, expires_in: life, ext_expires_in: life };
  return {
    ...common,
    expires_in: String(life),
    ext_expires_in: String(life),
    expires_on: String(exp),
    not_before: String(iat),
  };
}
