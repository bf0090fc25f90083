import type { IncomingMessage, ServerResponse } from 'node:http';
import { htmlPage, markup } from '@bearerkit/testkit';
import type Provider from 'oidc-provider';
import type { OidcUsers } from './users.ts';

/** The page that asks whom to be; consent needs no page. */
export async function interact(
  provider: Provider,
  users: OidcUsers,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { params } = await provider.interactionDetails(request, response);
  const chosen = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
  const subject = chosen.get('login') ?? '';
  if (users.has(subject)) return provider.interactionFinished(request, response, { login: { accountId: subject } });
  if (chosen.has('cancel')) return provider.interactionFinished(request, response, { error: 'access_denied' });
  const choices = [...users].map(
    ([sub, { name = '' }]) => markup`<p><button name="login" value="${sub}">${name} (${sub})</button></p>`,
  );
  const page = markup`<p>The application <code>${String(params.client_id)}</code> asks to know who you are.</p>
<form method="post">${choices}<p><button name="cancel" value="yes">Cancel</button></p></form>`;
  response.writeHead(200, { 'content-type': 'text/html;charset=utf-8' }).end(htmlPage('Sign in (local issuer)', page));
}

async function text(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
