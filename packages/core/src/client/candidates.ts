import type { Attribute, AttributeMarks } from '../provider/attributes.ts';
import { marksOf } from '../provider/overrides.ts';
import type { Rule } from '../provider/rule.ts';
import type { Profile } from '../verify/facts.ts';
import { subjectOf } from '../verify/map.ts';
import type { UserinfoCandidate } from './types.ts';

const deepest = 8;
const most = 500;

type Scalar = string | number | boolean;
type Kind = UserinfoCandidate['looksLike'][number];

const idNames = /^(id|sub|uid|oid|guid|uuid|user_?id|account_?id)$/i;
const usernameNames =
  /^((preferred_?|screen_?|unique_?)?user_?name|unique_name|login|nick(name)?|handle|upn|account)$/i;
const plainEmail = /^[^\s@]{1,64}@[^\s@]+\.[^\s@]+$/;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** What a local user name can be made of. */
const plainName = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,254}$/u;

/**
 * Every scalar of a userinfo answer as somebody who picks the user name wants to see it: at most 500, to a depth of 8.
 * @param source name of the document, as attributes say `from`
 */
export function candidatesOf(profile: Profile, rules: readonly Rule[], source: string): readonly UserinfoCandidate[] {
  const marks = knownMarks(rules, source);
  const found: UserinfoCandidate[] = [];
  for (const [pointer, value] of scalars(profile, '', 0)) {
    if (found.length === most) break;
    const looksLike = kindsOf(pointer, value);
    found.push(Object.freeze({ pointer, value, looksLike, warnings: warningsOf(marks.get(pointer), looksLike) }));
  }
  return Object.freeze(found);
}

function* scalars(value: unknown, pointer: string, depth: number): Generator<readonly [string, Scalar]> {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') yield [pointer, value];
  if (typeof value !== 'object' || value === null || depth === deepest) return;
  for (const [name, inner] of Object.entries(value)) {
    yield* scalars(inner, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1);
  }
}

function kindsOf(pointer: string, value: Scalar): readonly Kind[] {
  if (typeof value === 'boolean' || value === '') return [];
  const name = pointer.slice(pointer.lastIndexOf('/') + 1);
  const text = String(value);
  const kinds: Kind[] = [];
  if (subjectOf(value) !== undefined && (idNames.test(name) || uuid.test(text))) kinds.push('id');
  if (typeof value === 'string' && plainEmail.test(value)) kinds.push('email');
  if (typeof value === 'string' && usernameNames.test(name) && plainName.test(value)) kinds.push('username');
  return kinds;
}

/** What the provider itself says of a pointer; of one that it does not read, nothing is known. */
function knownMarks(rules: readonly Rule[], source: string): ReadonlyMap<string, Required<AttributeMarks>> {
  const marks = new Map<string, Required<AttributeMarks>>();
  for (const { kind, attributes } of rules) {
    if (kind !== 'user') continue;
    const { from, ...own } = attributes;
    for (const attribute of Object.values(own) as readonly (Attribute<string> | undefined)[]) {
      const isObject = typeof attribute === 'object';
      const pointer = isObject && 'pointer' in attribute ? attribute.pointer : attribute;
      const document = (isObject ? attribute.from : undefined) ?? from;
      const isHere = document === source || (document === 'inspection' && attributes.from === 'inspection');
      if (typeof pointer === 'string' && isHere) marks.set(pointer, marksOf(attribute) as Required<AttributeMarks>);
    }
  }
  return marks;
}

function warningsOf(
  marks: Required<AttributeMarks> | undefined,
  looksLike: readonly Kind[],
): UserinfoCandidate['warnings'] {
  const { mutable, reassignable, unverified } = marks ?? { mutable: true, reassignable: true, unverified: true };
  const unique = looksLike.length > 0;
  return [
    ...(mutable ? (['mutable'] as const) : []),
    ...(reassignable ? (['reassignable'] as const) : []),
    ...(unverified ? (['unverified'] as const) : []),
    ...(unique ? [] : (['not_unique'] as const)),
  ];
}
