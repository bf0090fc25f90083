import type { IncomingMessage } from 'node:http';
import type { Exchange } from '../listener/exchange.ts';
import { readBody } from '../listener/read-body.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { hasCredentials } from './query.ts';
import { pairs } from './request-headers.ts';

const longestForm = 1_048_576;

/** Whether a request carries a form, whose fields a servlet reads like parameters of the query. */
export function isForm({ rawHeaders }: IncomingMessage): boolean {
  return [...pairs(rawHeaders)].some(
    ([name, value]) => name.toLowerCase() === 'content-type' && /^\s*application\/x-www-form-urlencoded\b/i.test(value),
  );
}

/**
 * Reads a form and makes sure that it logs nobody in.
 * @throws HttpProblem 400 for a form with a credential or identity of a product in it, 413 for one longer than 1 MiB
 */
export async function readForm(exchange: Pick<Exchange, 'request' | 'takeBody'>): Promise<Buffer> {
  const form = await readBody(exchange, longestForm);
  if (hasCredentials(form.toString('latin1'))) throw new HttpProblem('invalid_request', 'a credential in a form');
  return form;
}
