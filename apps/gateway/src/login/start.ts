import type { Exchange } from '../listener/exchange.ts';
import { send } from '../pipeline/errors/answer.ts';
import type { LoginContext } from './login.ts';

/** `GET /auth/<key>`: off to the provider, with `state` and an S256 challenge (RFC 6749 §4.1.1, RFC 7636). */
export async function start(context: LoginContext, key: string, { request, response, entry }: Exchange): Promise<void> {
  const { registry, attempts } = context;
  const redirectUri = context.callback(key);
  const { url, ...kept } = await registry.client(key).authorize({ redirectUri, state: attempts.newState() });
  const cookies = attempts.keep({ provider: key, redirectUri, ...kept }, request.headers.cookie);
  entry.outcome = 'answered';
  const headers = {
    location: url,
    'set-cookie': cookies,
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  };
  send(request, response, { status: 302, headers, body: '' });
}
