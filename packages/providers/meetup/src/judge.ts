import type { Judge, ProviderDocument } from '@bearerkit/core/provider';

/**
 * GraphQL answers 200 to a bad token, to a bad query and to no token at all: only an answer without errors that names
 * a member is good, and only one that names nobody is bad. An error may concern one field (`email` is non-null, so
 * failing to resolve it nulls `self`); then the smaller liveness query decides. Core reads the other statuses.
 */
export const judgeGraphql: Judge = ({ status, document }) => {
  if (status !== 200 || document === undefined) return undefined;
  const { errors = [], data } = document;
  if (!Array.isArray(errors)) return 'malformed';
  if (errors.some((error) => queryErrors.has(classification(error)))) return 'misconfigured';
  if (errors.length > 0) return errors.every(saysUnauthorised) ? 'bad' : 'again';
  const self = member(data, 'self');
  if (self === null) return 'bad';
  const id = member(self, 'id');
  return (typeof id === 'string' && id !== '') || typeof id === 'number' ? 'good' : 'malformed';
};

/** API version 2: a 400 may succeed on repeat; 404 and 410 mean that it was switched off, not that a token is bad. */
export const judgeRest: Judge = ({ status }) => {
  if (status === 400) return 'again';
  return status === 404 || status === 410 ? 'misconfigured' : undefined;
};

const queryErrors: ReadonlySet<unknown> = new Set(['ValidationError', 'InvalidSyntax']);
const classification = (error: unknown) => member(member(error, 'extensions'), 'classification');

/** Whether an error refuses the whole request for want of a good token. The wording is a guess, made here alone. */
function saysUnauthorised(error: unknown): boolean {
  const path = member(error, 'path');
  const ofOneField = Array.isArray(path) && path.length > 1;
  return !ofOneField && /\bunauthori[sz]ed\b|\bunauthenticated\b/i.test(String(member(error, 'message')));
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as ProviderDocument)[name]
    : undefined;
}
