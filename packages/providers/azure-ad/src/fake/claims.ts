import { createHash } from 'node:crypto';
import { type AzureAdAccount, type AzureAdApp, graph, tenants } from './directory.ts';
import type { State } from './state.ts';

/** Kinds of tokens. `graph` and `id` are no access tokens for an API of ours. */
export type AzureAdTokenKind = 'user' | 'app' | 'managed-identity' | 'agent' | 'graph' | 'id';

/** What a token is made of. */
export interface TokenParts {
  readonly kind: AzureAdTokenKind;
  readonly version: 1 | 2;
  readonly tenant: string;
  readonly client: AzureAdApp;
  readonly account: AzureAdAccount;
  readonly audience: string;
  readonly scope: string;
}

type Claims = Readonly<Record<string, unknown>>;

/** The issuers of a tenant; both are of one host here, which at Microsoft they are not. */
export const issuerOf = (url: string, tenant: string, version: 1 | 2): string =>
  version === 2 ? `${url}/${tenant}/v2.0` : `${url}/${tenant}/`;

/** The claims of a token, but for its times. */
export function claimsOf({ url, nextId }: State, parts: TokenParts): Claims {
  const { kind, tenant, client, audience } = parts;
  const version = kind === 'managed-identity' || kind === 'graph' ? 1 : parts.version;
  const common = {
    aud: kind === 'graph' ? graph : kind === 'id' ? client.id : audience,
    iss: issuerOf(url, tenant, version),
    tid: tenant,
    uti: nextId(22),
    ver: version === 2 ? '2.0' : '1.0',
  };
  return { ...common, ...(kind === 'id' ? {} : clientOf(parts, version)), ...bearerOf(parts, version) };
}

/** Names the client and how it proved itself: 0 not at all, 1 by a secret, 2 by a certificate. */
function clientOf({ kind, client }: TokenParts, version: 1 | 2): Claims {
  const by = kind === 'managed-identity' ? '2' : '1';
  return version === 2 ? { azp: client.id, azpacr: by } : { appid: client.id, appidacr: by };
}

function bearerOf(parts: TokenParts, version: 1 | 2): Claims {
  const { kind, tenant, client, account, audience, scope } = parts;
  const { oid, roles } = client;
  const app = { oid, sub: oid, ...(roles === undefined ? {} : { roles }) };
  switch (kind) {
    case 'app':
      return app;
    case 'managed-identity':
      return { ...app, idtyp: 'app', xms_mirid: '/subscriptions/s/providers/Microsoft.Compute/virtualMachines/vm' };
    case 'agent':
      return { oid, idtyp: 'app', sub: `/eid1/c/pub/t/${tenant.slice(0, 8)}/a/${oid.slice(0, 8)}/${oid}` };
    default: {
      const person = { oid: account.oid, sub: pairwise(account.oid, kind === 'id' ? client.id : audience) };
      const called = version === 2 ? { preferred_username: account.username } : { unique_name: account.username };
      const mail = { email: account.email, ...('edov' in account ? { xms_edov: account.edov } : {}) };
      const groups = account.groups.length === 0 ? {} : { groups: account.groups };
      const more = kind === 'id' ? {} : { scp: scope };
      const foreign = tenant === tenants.personal ? { idp: 'live.com' } : {};
      return { ...person, name: account.name, ...called, ...mail, ...groups, ...more, ...foreign };
    }
  }
}

/** A subject is another one for each recipient. */
export const pairwise = (oid: string, recipient: string): string =>
  createHash('sha256').update(`${oid} ${recipient}`).digest('base64url');
