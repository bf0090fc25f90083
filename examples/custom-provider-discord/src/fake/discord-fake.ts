import { createHash } from 'node:crypto';
import {
  bearerToken,
  createFakeServer,
  type FakeTokenRequest,
  json,
  type ProviderFake,
  redirect,
} from '@bearerkit/testkit';
import { accounts, createTokens, ours } from './tokens.ts';

/** Starts a local Discord on 127.0.0.1: what it knows of tokens, and its endpoints with the shapes that it answers. */
export async function createDiscordFake(): Promise<ProviderFake> {
  const tokens = createTokens();
  const codes = new Map<string, { readonly challenge: string; readonly account: 'member' | 'unverified' }>();
  let signsIn: 'member' | 'unverified' = 'member';
  const basic = `Basic ${Buffer.from(`${ours.id}:${encodeURIComponent(ours.secret)}`).toString('base64')}`;
  const isOurs = (authorization: string | undefined) => authorization === basic;
  const stranger = json({ error: 'invalid_client' }, { status: 401 });
  const unauthorised = json({ message: '401: Unauthorized', code: 0 }, { status: 401 });
  const refused = json({ error: 'invalid_grant' }, { status: 400 });
  const answer = (account: 'member' | 'unverified') =>
    json({
      access_token: tokens.issue({ account }),
      refresh_token: tokens.issue({ account, kind: 'refresh' }),
      token_type: 'Bearer',
      expires_in: 3600,
      scope: 'identify email',
    });
  const server = await createFakeServer({
    clock: tokens.clock,
    routes: {
      'GET /authorize': ({ query }) => {
        const code = tokens.nextId();
        codes.set(code, { challenge: query.get('code_challenge') ?? '', account: signsIn });
        const back = new URL(query.get('redirect_uri') ?? ours.redirectUri);
        back.searchParams.set('code', code);
        back.searchParams.set('state', query.get('state') ?? '');
        return redirect(back.href);
      },
      'POST /token': ({ headers, form }) => {
        if (!isOurs(headers.authorization)) return stranger;
        if (form.get('grant_type') === 'refresh_token') {
          const found = tokens.find(form.get('refresh_token'));
          return found?.kind === 'refresh' ? answer(found.account) : refused;
        }
        const code = codes.get(form.get('code') ?? '');
        codes.delete(form.get('code') ?? '');
        const shown = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        return code?.challenge === shown ? answer(code.account) : refused;
      },
      'POST /revoke': ({ headers, form }) => {
        if (!isOurs(headers.authorization)) return stranger;
        tokens.revoke(form.get('token') ?? '');
        return json({});
      },
      'GET /oauth2/@me': ({ headers }) => {
        const found = tokens.find(bearerToken(headers.authorization));
        if (found?.kind !== 'access') return unauthorised;
        const { client, account, expiresAt } = found;
        const expires = new Date(expiresAt).toISOString();
        const application = { id: client, name: 'An application' };
        return json({ application, scopes: ['identify', 'email'], expires, user: { id: accounts[account].subject } });
      },
      // Whoever asks with a living token gets an answer, whichever application it was issued to.
      'GET /users/@me': ({ headers }) => {
        const found = tokens.find(bearerToken(headers.authorization));
        return found?.kind === 'access' ? json(tokens.claims(found.account)) : unauthorised;
      },
    },
  });
  return {
    ...server,
    client: ours,
    accounts,
    scopes: ['identify', 'email'],
    endpoints: {
      authorize: `${server.url}/authorize`,
      token: `${server.url}/token`,
      revoke: `${server.url}/revoke`,
      userinfo: `${server.url}/users/@me`,
      authorization: `${server.url}/oauth2/@me`,
    },
    paths: { token: '/token', proof: ['/oauth2/@me', '/users/@me'] },
    token: async (request: FakeTokenRequest = {}) => tokens.wanted(request),
    authorize: async (url, account = 'member') => {
      signsIn = account;
      const answered = await fetch(url, { redirect: 'manual' });
      return answered.headers.get('location') ?? '';
    },
  };
}
