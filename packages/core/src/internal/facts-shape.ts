import type { MappedAttributes, TokenFacts } from '../verify/facts.ts';
import { deepFreeze } from './freeze.ts';
import { intern } from './intern.ts';

/** Facts as they travel between processes: without the registry's own names for provider and rule. */
export type PortableFacts = Omit<TokenFacts, 'provider' | 'rule'>;

type Check = (value: unknown) => boolean;
type Shape<T> = Readonly<Record<keyof T, Check>>;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const time: Check = (value) => Number.isFinite(value);
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const object: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const attributes: Shape<MappedAttributes> = {
  subject: text,
  username: maybe(text),
  email: maybe(text),
  emailVerified: flag,
  name: maybe(text),
  picture: maybe(text),
  groups: texts,
  roles: texts,
};

const facts: Shape<PortableFacts> = {
  kind: (value) => value === 'user' || value === 'client',
  attributes: (value) => fits(attributes, value),
  clientId: maybe(text),
  audience: texts,
  scopes: texts,
  boundByAudience: flag,
  expiresAt: maybe(time),
  issuedAt: maybe(time),
  authenticatedAt: maybe(time),
  bound: maybe(text),
  claims: object,
};

/** Facts as read from elsewhere; `undefined` where a member is of another type, or is not known here. */
export function readFacts(value: unknown): PortableFacts | undefined {
  if (!fits(facts, value)) return undefined;
  const read = value as PortableFacts;
  const { groups, roles } = read.attributes;
  return {
    ...read,
    attributes: { ...read.attributes, groups: intern(groups), roles: intern(roles) },
    audience: intern(read.audience),
    scopes: intern(read.scopes),
    claims: deepFreeze(read.claims),
  };
}

/** A member that is not known may be a restriction: whoever does not know it must not use the rest. */
function fits<T>(shape: Shape<T>, value: unknown): boolean {
  if (!object(value)) return false;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(shape) as (keyof T & string)[];
  const known = Object.keys(members).every((name) => Object.hasOwn(shape, name));
  return known && names.every((name) => shape[name](Object.hasOwn(members, name) ? members[name] : undefined));
}
