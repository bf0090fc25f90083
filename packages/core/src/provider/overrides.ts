import { ConfigurationError } from '../errors/configuration-error.ts';
import type { Attribute, AttributeOverrides, Attributes } from './attributes.ts';
import type { Rule } from './rule.ts';

type Override = [string, string | Extract<Attribute<string>, (...parameters: never) => unknown>];

type Marks = Required<Record<'mutable' | 'reassignable' | 'unverified', boolean>>;

const allMarks: Marks = { mutable: true, reassignable: true, unverified: true };

/**
 * Lays an operator's attribute overrides over the rules for humans. A pointer takes the marks that the provider gives
 * the same pointer in the same document; a pointer the provider does not know, and every function, counts as all three.
 */
export function overrideAttributes(
  id: string,
  rules: readonly Rule[],
  overrides: AttributeOverrides = {},
): readonly Rule[] {
  const entries = Object.entries(overrides).filter((entry): entry is Override => entry[1] !== undefined);
  for (const [name] of entries) {
    if (name !== 'subject' && name !== 'emailVerified') continue;
    throw new ConfigurationError('invalid_options', `${id}: \`attributes.${name}\` can not be overridden`, [
      'attributes',
      name,
    ]);
  }
  if (entries.length === 0) return rules;
  return rules.map((rule) =>
    rule.kind === 'user' ? { ...rule, attributes: laidOver(rule.attributes, entries) } : rule,
  );
}

function laidOver(attributes: Attributes<string>, entries: readonly Override[]): Attributes<string> {
  const own = attributes as Attributes<string> & Readonly<Record<string, Attribute<string> | undefined>>;
  const replaced = entries.map(([name, value]) => {
    const from = sourceOf(own[name]) ?? attributes.from;
    if (typeof value === 'function') return [name, functionFrom(value, from, attributes.from)];
    const same = Object.values(own).filter((a) => pointerOf(a) === value && (sourceOf(a) ?? attributes.from) === from);
    return [name, { pointer: value, from, ...(same.length === 0 ? allMarks : union(same.map(marksOf))) }];
  });
  const laid = { ...attributes, ...Object.fromEntries(replaced) };
  return entries.some(([name, value]) => name === 'email' && value !== pointerOf(own.email)) ? unverified(laid) : laid;
}

/** What the provider says of its own e-mail says nothing of another one. */
const unverified = ({ emailVerified: _, ...attributes }: Attributes<string>): Attributes<string> => attributes;

const union = (marks: readonly Marks[]): Marks => ({
  mutable: marks.some(({ mutable }) => mutable),
  reassignable: marks.some(({ reassignable }) => reassignable),
  unverified: marks.some(({ unverified }) => unverified),
});

/** A function reads the rule's own document; it can not be pointed at another. */
function functionFrom(value: Attribute<string>, from: string, own: string): Attribute<string> {
  if (from === own) return value;
  throw new ConfigurationError(
    'invalid_options',
    `a function can only read \`${own}\`; use a JSON Pointer into \`${from}\``,
  );
}

const pointerOf = (attribute: Attribute<string> | undefined) =>
  typeof attribute === 'string'
    ? attribute
    : typeof attribute === 'object' && 'pointer' in attribute
      ? attribute.pointer
      : undefined;
const sourceOf = (attribute: Attribute<string> | undefined) =>
  typeof attribute === 'object' ? attribute.from : undefined;

/** The marks of an attribute; a function of an operator has none of its own and counts as all three. */
export function marksOf(attribute: Attribute<string> | undefined): Marks {
  if (typeof attribute === 'function') return allMarks;
  const { mutable = false, reassignable = false, unverified = false } = typeof attribute === 'object' ? attribute : {};
  return { mutable, reassignable, unverified } as Marks;
}
