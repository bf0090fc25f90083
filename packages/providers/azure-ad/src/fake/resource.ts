import type { Answer } from '@bearerkit/testkit';
import { type AzureAdApp, graph } from './directory.ts';
import { refuse } from './errors.ts';
import type { State } from './state.ts';

/** What a scope parameter asks for: one API (or Microsoft Graph, where nothing is prefixed) and scopes of it. */
export interface Asked {
  /** `undefined` is Microsoft Graph. */
  readonly api: AzureAdApp | undefined;
  /** The name by which the client asked for it; version 1 tokens repeat it. */
  readonly name: string;
  /** Short names, without the prefix. */
  readonly scopes: readonly string[];
}

const protocol = new Set(['openid', 'profile', 'email', 'offline_access']);

/** Reads a scope parameter, and a `resource` beside it, which must be the Application ID URI of the same API. */
export function readScope(state: State, scope: string, resource: string | null): Asked | Answer {
  const split = scope
    .split(' ')
    .filter((one) => one !== '' && !protocol.has(one))
    .map((one) => [one.slice(0, Math.max(one.lastIndexOf('/'), 0)), one.slice(one.lastIndexOf('/') + 1)] as const);
  const names = [...new Set(split.map(([name]) => name))];
  if (names.length > 1) return refuse('invalid_scope', 28000, 'Provided value for scope has several resources.');
  const [name = ''] = names;
  const { api, otherApi } = state.apps;
  const found = [api, otherApi].find(({ id, uri }) => [id, uri, `${uri}/`].includes(name));
  if (name !== '' && found === undefined) return refuse('invalid_resource', 500011, `${name} was not found.`);
  if (resource !== null && resource !== (found?.uri ?? graph)) {
    return refuse('invalid_target', 9010010, 'The resource parameter does not match the requested scopes.');
  }
  return { api: found, name, scopes: split.map(([, short]) => short) };
}

/** Whether reading a scope ended in a refusal. */
export const isRefusal = (asked: Asked | Answer): asked is Answer => 'status' in asked;
