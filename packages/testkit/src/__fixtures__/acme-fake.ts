import { createHash } from 'node:crypto';
import { json, redirect } from '../fake/answer.ts';
import { createClock } from '../fake/clock.ts';
import { basicCredentials, bearerToken } from '../fake/credentials.ts';
import { createIds } from '../fake/ids.ts';
import type { Handler } from '../fake/routes.ts';
import { createFakeServer } from '../fake/server.ts';
import type { FakeTokenRequest, ProviderFake } from '../provider-contract/fake.ts';

interface Issued {
  readonly client: string;
  readonly account: 'member' | 'unverified';
  readonly kind: 'access' | 'id' | 'refresh' | 'machine';
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

const own = { id: 'our-app', secret: 'our+secret', redirectUri: 'http://127.0.0.1:8080/auth/acme/callback' };
const member = {
  subject: 'member-1',
  username: 'user-1',
  email: 'user@example.com',
  emailVerified: true,
  name: 'Member One',
  groups: ['staff'],
};
const accounts = { member, unverified: { ...member, subject: 'member-2', emailVerified: false } };
const prefixes = { access: 'acmeu_', machine: 'acmem_', refresh: 'acmer_', id: 'acmei.' };
const hour = 3_600_000;

/** Starts the vendor of the provider `acme`: its userinfo answers the token of any application. */
export async function createAcmeFake(): Promise<ProviderFake> {
  const clock = createClock();
  const nextId = createIds('acme');
  const tokens = new Map<string, Issued>();
  const codes = new Map<string, string>();
  const issue = (token: Partial<Issued>): string => {
    const issued: Issued = {
      ...{ client: own.id, account: 'member', kind: 'access', expiresAt: clock.now() + hour },
      ...token,
    };
    const text = `${prefixes[issued.kind]}${nextId()}`;
    tokens.set(text, issued);
    return text;
  };
  const alive = (text: string | null | undefined): Issued | undefined => {
    const found = tokens.get(text ?? '');
    return found !== undefined && found.expiresAt > clock.now() ? found : undefined;
  };
  const asOurs =
    (handler: Handler): Handler =>
    (call) => {
      const sent = basicCredentials(call.headers.authorization);
      if (sent?.id !== own.id || sent.secret !== own.secret) return json({ error: 'invalid_client' }, { status: 401 });
      return handler(call);
    };
  const answer = (refresh: boolean) =>
    json({
      access_token: issue({}),
      token_type: 'bearer',
      expires_in: 3600,
      ...(refresh ? { refresh_token: issue({ kind: 'refresh' }), id_token: issue({ kind: 'id' }) } : {}),
    });
  const refused = json({ error: 'invalid_grant' }, { status: 400 });
  const server = await createFakeServer({
    clock,
    routes: {
      'GET /authorize': ({ query }) => {
        const code = nextId();
        codes.set(code, query.get('code_challenge') ?? '');
        const back = new URL(query.get('redirect_uri') ?? '');
        back.search = new URLSearchParams({ code, state: query.get('state') ?? '' }).toString();
        return redirect(back.href);
      },
      'POST /token': asOurs(({ form }) => {
        if (form.get('grant_type') === 'client_credentials')
          return json({ access_token: issue({ kind: 'machine' }), token_type: 'bearer', expires_in: 3600 });
        if (form.get('grant_type') === 'refresh_token')
          return alive(form.get('refresh_token')) === undefined ? refused : answer(true);
        const challenge = codes.get(form.get('code') ?? '');
        codes.delete(form.get('code') ?? '');
        const shown = createHash('sha256')
          .update(form.get('code_verifier') ?? '')
          .digest('base64url');
        return challenge === shown ? answer(true) : refused;
      }),
      'POST /introspect': asOurs(({ form }) => {
        const found = alive(form.get('token'));
        if (found === undefined || found.kind === 'id') return json({ active: false });
        const { client: client_id, kind, account, expiresAt } = found;
        const scope = 'profile email';
        const who = kind === 'machine' ? {} : { sub: accounts[account].subject };
        return json({ active: true, client_id, ...who, exp: Math.floor(expiresAt / 1000), scope });
      }),
      'GET /userinfo': ({ headers }) => {
        const found = alive(bearerToken(headers.authorization));
        if (found?.kind !== 'access') return json({ error: 'invalid_token' }, { status: 401 });
        const { subject, username, email, emailVerified, name, groups } = accounts[found.account];
        return json({ sub: subject, login: username, email, email_verified: emailVerified, name, groups });
      },
      'POST /revoke': asOurs(({ form }) => {
        tokens.delete(form.get('token') ?? '');
        return json({});
      }),
    },
  });
  const names = ['authorize', 'token', 'introspect', 'userinfo', 'revoke'];
  return {
    ...server,
    endpoints: Object.fromEntries(names.map((name) => [name, `${server.url}/${name}`])),
    client: own,
    accounts,
    paths: { token: '/token', proof: ['/introspect', '/userinfo'] },
    scopes: ['profile', 'email'],
    token: async ({ account, client, state, kind }: FakeTokenRequest = {}) => {
      const text = issue({
        ...(account === undefined ? {} : { account }),
        ...(kind === undefined ? {} : { kind }),
        ...(client === 'other' ? { client: 'other-app' } : {}),
        ...(state === 'expired' ? { expiresAt: clock.now() - hour } : {}),
      });
      if (state === 'revoked') tokens.delete(text);
      return text;
    },
    authorize: async (url) => {
      const answered = await fetch(url, { redirect: 'manual' });
      return answered.headers.get('location') ?? '';
    },
  };
}
