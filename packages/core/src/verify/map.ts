import { readPointer } from '../internal/pointer.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Attribute, Attributes } from '../provider/attributes.ts';
import type { MappedAttributes } from './facts.ts';
import type { Proof } from './proof.ts';

const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const plainEmail = /^[^\s@,;<>()"]{1,64}@[^\s@,;<>()"]{1,190}$/;

/**
 * Step 4: documents to attributes, over own properties, without coercion but one: a whole number as subject becomes its
 * decimal string. A value of the wrong type, or with control or invisible characters, counts as absent.
 * @throws Refusal `provider_malformed` without a subject; the provider vouched for nobody
 */
export function mapAttributes(attributes: Attributes<string>, documents: Proof['documents']): MappedAttributes {
  const get = (attribute: Attribute<string> | undefined): unknown => {
    if (attribute === undefined) return undefined;
    if (typeof attribute === 'function') return attribute(documents[attributes.from] ?? {});
    if (typeof attribute === 'string') return readPointer(documents[attributes.from], attribute);
    return readPointer(documents[attribute.from ?? attributes.from], attribute.pointer);
  };
  const subject = subjectOf(get(attributes.subject));
  if (subject === undefined) throw new Refusal('provider_malformed', 'the answer names no subject.');
  const email = text(get(attributes.email));
  const isPlain = email !== undefined && plainEmail.test(email);
  return {
    subject,
    ...optional('username', text(get(attributes.username))),
    ...(isPlain ? { email } : {}),
    emailVerified: isPlain && get(attributes.emailVerified) === true,
    ...optional('name', text(get(attributes.name))),
    ...optional('picture', text(get(attributes.picture))),
    groups: texts(get(attributes.groups)),
    roles: texts(get(attributes.roles)),
  };
}

function subjectOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  return text(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1024 && !unsafe.test(value) ? value : undefined;
}

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((item): item is string => text(item) !== undefined) : [];

const optional = <K extends string>(name: K, value: string | undefined) =>
  (value === undefined ? {} : { [name]: value }) as { readonly [_ in K]?: string };
