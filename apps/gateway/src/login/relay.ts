import type { Exchange } from '../listener/exchange.ts';
import { readBody } from '../listener/read-body.ts';
import { send } from '../pipeline/errors/answer.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { valuesOf } from '../proxy/request-headers.ts';
import type { LoginContext } from './login.ts';

const longestForm = 16_384;

/** `POST /auth/<key>/token`: a token endpoint for clients that must not know our client secret (RFC 6749 §3.2). */
export async function relay({ registry, callback }: LoginContext, key: string, exchange: Exchange): Promise<void> {
  const { request, response, entry } = exchange;
  const { authorization, 'content-type': contentType } = request.headers;
  if (valuesOf(request.rawHeaders, 'authorization').length > 1)
    throw new HttpProblem('invalid_request', 'two Authorization headers');
  const body = (await readBody(exchange, longestForm)).toString('utf8');
  const answer = await registry.client(key).relay({ authorization, contentType, body, redirectUris: [callback(key)] });
  const isGood = answer.status === 200;
  entry.outcome = isGood ? 'allowed' : answer.status >= 500 ? 'failed' : 'refused';
  if (!isGood) entry.reason = reasonOf(answer.body);
  send(request, response, answer);
}

/** The error code of RFC 6749 §5.2 that the caller is told. */
function reasonOf(body: string): string {
  const { error } = JSON.parse(body) as { readonly error?: unknown };
  return typeof error === 'string' ? error : 'unknown';
}
