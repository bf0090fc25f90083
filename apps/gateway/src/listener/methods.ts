import { HttpProblem } from '../pipeline/errors/http-problem.ts';

/** @throws HttpProblem 405 for a method that a page does not have */
export function allowMethods(method: string | undefined, ...allowed: readonly string[]): void {
  if (method !== undefined && allowed.includes(method)) return;
  throw new HttpProblem('method_not_allowed', `the page has ${allowed.join(' and ')}`, { allow: allowed.join(', ') });
}
