import type { IncomingMessage } from 'node:http';
import type { Exchange } from '../listener/exchange.ts';
import { readBody } from '../listener/read-body.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { hasCredentials } from './query.ts';
import { valuesOf } from './request-headers.ts';

const longestForm = 1_048_576;

/** Charsets that write the letters of a field's name as ASCII does, and are read as they are meant. */
const readable = /^[^;]*(;\s*charset\s*=\s*(utf-8|us-ascii|iso-8859-1|"(utf-8|us-ascii|iso-8859-1)")\s*)?$/i;

/** Whether a request carries a form, whose fields a servlet reads like parameters of the query. */
export const isForm = ({ rawHeaders }: IncomingMessage): boolean =>
  valuesOf(rawHeaders, 'content-type').some((type) => /^\s*application\/x-www-form-urlencoded\b/i.test(type));

/**
 * Reads a form and makes sure that it logs nobody in.
 * @throws HttpProblem 400 for a form with a credential or identity of a product in it, or in a charset that could
 * hide one, 413 for one longer than 1 MiB
 */
export async function readForm(exchange: Pick<Exchange, 'request' | 'takeBody'>): Promise<Buffer> {
  const [type = '', ...more] = valuesOf(exchange.request.rawHeaders, 'content-type');
  if (more.length > 0 || (/charset/i.test(type) && !readable.test(type)))
    throw new HttpProblem('invalid_request', 'a form in a charset that is not read here');
  const form = await readBody(exchange, longestForm);
  if (hasCredentials(form.toString('latin1'))) throw new HttpProblem('invalid_request', 'a credential in a form');
  return form;
}
