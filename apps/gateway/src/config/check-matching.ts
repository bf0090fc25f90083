import { marksOf, type Provider } from '@bearerkit/core/provider';
import type { MatchableAttribute } from '../directory/directory.ts';
import type { GatewayConfig } from './config.ts';
import type { ConfigDocument } from './document.ts';

/**
 * Refuses to match users by an attribute that its owner can change, that can pass to another person, or that nobody
 * checked, unless the operator says so by name. Whoever can choose the value could become somebody else.
 * @throws ConfigFileError
 */
export function checkMatching(document: ConfigDocument, { upstreams, routes, providers }: GatewayConfig): void {
  for (const [name, { users }] of Object.entries(upstreams)) {
    const path = ['upstreams', name, 'users'];
    if (users?.match === 'link' && users.attribute !== undefined) {
      document.fail(
        [...path, 'attribute'],
        'has no effect with `match: link`; leave it out or write `match: attribute`',
      );
    }
    if (users?.match !== 'attribute' || users.allowReassignableUsername) continue;
    const attribute = users.attribute ?? 'username';
    const place = [...path, users.attribute === undefined ? 'match' : 'attribute'];
    const keys = new Set(routes.filter(({ upstream }) => upstream === name).flatMap(({ accept }) => accept ?? []));
    for (const key of keys) {
      const danger = dangerOf(providers[key], attribute);
      if (danger === undefined) continue;
      const text = `${attribute} of \`${key}\` ${danger}, so it must not decide who is who: use \`match: link\``;
      document.fail(place, `${text}, or say \`allowReassignableUsername: true\` if you accept that`);
    }
  }
}

function dangerOf(provider: Provider | undefined, attribute: MatchableAttribute): string | undefined {
  // The subject is the provider's stable identifier by contract, and nobody can override it.
  if (attribute === 'subject') return undefined;
  for (const { kind, attributes } of provider?.accepts ?? []) {
    if (kind !== 'user' || attributes[attribute] === undefined) continue;
    const { mutable, reassignable, unverified } = marksOf(attributes[attribute]);
    if (mutable) return 'can be changed by its owner';
    if (reassignable) return 'can pass to another person';
    if (unverified || (attribute === 'email' && attributes.emailVerified === undefined))
      return 'was verified by nobody';
  }
  return undefined;
}
