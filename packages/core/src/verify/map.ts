import { intern } from '../internal/intern.ts';
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
    const document = documents[attribute.from ?? attributes.from];
    return 'read' in attribute ? attribute.read(document ?? {}) : readPointer(document, attribute.pointer);
  };
  const subject = subjectOf(get(attributes.subject));
  if (subject === undefined) throw new Refusal('provider_malformed', 'the answer names no subject.');
  const email = text(get(attributes.email));
  const isPlain = email !== undefined && plainEmail.test(email);
  const username = text(get(attributes.username));
  const name = text(get(attributes.name));
  const picture = text(get(attributes.picture));
  const mapped: { -readonly [K in keyof MappedAttributes]: MappedAttributes[K] } = {
    subject,
    emailVerified: isPlain && get(attributes.emailVerified) === true,
    groups: texts(get(attributes.groups)),
    roles: texts(get(attributes.roles)),
  };
  if (username !== undefined) mapped.username = username;
  if (isPlain) mapped.email = email;
  if (name !== undefined) mapped.name = name;
  if (picture !== undefined) mapped.picture = picture;
  return mapped;
}

/** A subject in its one form: a text, or the decimal string of a whole number. */
export function subjectOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  return text(value);
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 1024 && !unsafe.test(value) ? value : undefined;
}

const none: readonly string[] = Object.freeze([]);

const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? intern(value.filter((item): item is string => text(item) !== undefined)) : none;
