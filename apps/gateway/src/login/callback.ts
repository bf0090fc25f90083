import type { Exchange } from '../listener/exchange.ts';
import { printable } from '../log.ts';
import { send } from '../pipeline/errors/answer.ts';
import type { LoginContext } from './login.ts';
import { LoginProblem } from './login-problem.ts';
import { tokenPage } from './page.ts';

const startAgain = 'This sign-in is unknown, too old or already used. Please start again.';

/**
 * `GET /auth/<key>/callback`: back from the provider. The code counts only in the browser that started, once, at the
 * provider it was asked of (RFC 6749 §10.12, RFC 9207).
 */
export async function callback(context: LoginContext, key: string, query: string, exchange: Exchange): Promise<void> {
  const { registry, attempts } = context;
  const { request, response, entry } = exchange;
  const parameters = readParameters(query);
  const state = parameters.get('state') ?? '';
  const attempt = attempts.take(key, state, request.headers.cookie);
  if (attempt === undefined) throw new LoginProblem(400, 'unknown_attempt', startAgain);
  response.setHeader('set-cookie', attempts.forget(state));
  const provider = registry.provider(key);
  const { issuer } = provider.endpoints;
  const iss = parameters.get('iss');
  const isForeign = iss !== undefined && typeof issuer === 'string' && iss !== issuer;
  if (isForeign || (attempt.issuer !== undefined && iss !== attempt.issuer)) {
    throw new LoginProblem(400, 'foreign_issuer', 'The answer came from another provider. Please start again.');
  }
  const error = parameters.get('error');
  if (error !== undefined) {
    throw new LoginProblem(400, 'provider_refused', `The provider said: ${printable(error, 64)}`);
  }
  const code = parameters.get('code');
  if (code === undefined || code === '')
    throw new LoginProblem(400, 'no_code', 'The provider sent no code. Please start again.');
  const { redirectUri, codeVerifier } = attempt;
  const { accessToken, expiresAt } = await registry.client(key).exchange({ code, redirectUri, codeVerifier });
  entry.outcome = 'allowed';
  send(request, response, tokenPage(provider.name, accessToken, expiresAt));
}

/** @throws LoginProblem for a parameter that is there twice (RFC 6749 §3.1) */
function readParameters(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(query)) {
    if (values.has(name)) throw new LoginProblem(400, 'repeated_parameter', 'The answer of the provider is ambiguous.');
    values.set(name, value);
  }
  return values;
}
