import { type Answer, bearerToken, type Call, json, type Routes } from '@bearerkit/testkit';
import { pairwise } from './claims.ts';
import { accounts, graph } from './directory.ts';
import type { State } from './state.ts';

/** Microsoft Graph: answers tokens of any application, if they are for Graph, and none of ours. */
export function graphRoutes(state: State): Routes {
  return {
    'GET /oidc/userinfo': (call) =>
      withToken(state, call, ({ oid, appid }) => {
        const { name, email } = accountOf(oid);
        return json({ sub: pairwise(String(oid), String(appid)), name, email });
      }),
    'GET /v1.0/me': (call) =>
      withToken(state, call, ({ oid, scp }) => {
        const text = '/me request is only valid with delegated authentication flow.';
        if (scp === undefined) return problem(400, 'BadRequest', text);
        const { name, email, username } = accountOf(oid);
        return json({ id: oid, displayName: name, mail: email, userPrincipalName: username });
      }),
  };
}

const accountOf = (oid: unknown) => Object.values(accounts).find((one) => one.oid === oid) ?? accounts.member;

type Claims = Readonly<Record<string, unknown>>;

function withToken({ clock }: State, { headers }: Call, run: (claims: Claims) => Answer): Answer {
  const token = bearerToken(headers.authorization) ?? '';
  const refuse = (text: string): Answer => problem(401, 'InvalidAuthenticationToken', text);
  if (token.startsWith('EwB')) return refuse('CompactToken validation failed with reason code: 80049228.');
  const claims = parse(token);
  if (claims?.aud !== graph) return refuse('Access token validation failure. Invalid audience.');
  if (Number(claims.exp) * 1000 < clock.now()) return refuse('Lifetime validation failed, the token is expired.');
  return run(claims);
}

function parse(token: string): Claims | undefined {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  } catch {
    return undefined;
  }
}

const problem = (status: number, code: string, message: string): Answer =>
  json({ error: { code, message, innerError: { 'request-id': 'r', 'client-request-id': 'c' } } }, { status });
