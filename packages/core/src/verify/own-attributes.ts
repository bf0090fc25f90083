import type { PortableFacts } from '../internal/facts-shape.ts';
import type { Rule } from '../provider/rule.ts';
import type { MappedAttributes } from './facts.ts';
import { mapAttributes } from './map.ts';

/** Whether a provider is asked about the tokens of a rule, and not for keys alone. */
export const asksAbout = (rule: Rule): boolean => {
  const keys = rule.token === 'jwt' ? rule.jwks : undefined;
  return rule.needs.some((name) => name !== rule.issuer && name !== keys);
};

/** Whether functions make attributes: they may read what lies around them, and neither their text nor data shows it. */
const isComputed = ({ attributes }: Rule) =>
  Object.values(attributes).some(
    (one: unknown) => typeof one === 'function' || (typeof one === 'object' && one !== null && 'read' in one),
  );

/** The names of the one answer that facts hold as their claims. */
const answerOf = (rule: Rule): readonly (string | undefined)[] =>
  rule.token === 'jwt' ? ['claims'] : ['inspection', rule.inspect?.endpoint];

/** Whether attributes are the same for each process of a configuration, or can be made anew from the facts. */
export function isPortable(rule: Rule): boolean {
  if (!isComputed(rule)) return true;
  const { from, ...attributes } = rule.attributes;
  const others = Object.values(attributes).map((one) => (typeof one === 'object' ? one?.from : undefined) ?? from);
  return others.every((name) => answerOf(rule).includes(name));
}

/**
 * The attributes of facts that another process proved: what functions make is made anew, by our own. `undefined` where
 * they name somebody else, or fail.
 */
export function ownAttributes(rule: Rule, facts: PortableFacts): MappedAttributes | undefined {
  if (!isComputed(rule)) return facts.attributes;
  try {
    const documents = Object.fromEntries(answerOf(rule).map((name) => [name, facts.claims]));
    const made = mapAttributes(rule.attributes, documents);
    const { subject, groups, roles } = made;
    if (subject !== facts.attributes.subject) return undefined;
    return facts.kind === 'client' ? { subject, emailVerified: false, groups, roles } : made;
  } catch {
    return undefined;
  }
}
