import { describe, expect, it } from 'vitest';
import { opaqueProvider } from '../__fixtures__/opaque.ts';
import { collectLog, refused } from '../__fixtures__/registry.ts';
import { html, json, status, useServer } from '../__fixtures__/server.ts';
import { call, introspection, type Judge, tokenInfo } from '../provider/inspection.ts';
import { createProviderRegistry } from '../registry.ts';

const server = useServer();
type Handler = Parameters<typeof server.on>[1];
type How = ReturnType<typeof introspection<'introspect'>>;

/** What is told when an endpoint answers so. */
async function told(handler: Handler, inspect: How = introspection('introspect')) {
  server.on('/introspect', handler);
  const { lines, log } = collectLog();
  const registry = createProviderRegistry({ a: opaqueProvider(server.url, { inspect }) }, { log });
  const error = await refused(registry, 'token-1');
  const [line] = lines;
  return { detail: error?.detail, event: line?.event, level: line?.level };
}

describe('what is told of an answer', () => {
  const client = 'introspect: the provider refuses our client id or secret: check the configuration.';
  const request = 'introspect: the provider refuses our request: check the configuration.';
  const noObject = 'introspect: not a JSON object, or not the expected one';
  const judged = (verdict: ReturnType<Judge>) => introspection('introspect', { judge: () => verdict });
  const vendor = call('introspect', { facts: { client: '/client_id' } }) as How;
  const info = tokenInfo('introspect') as How;

  it.each<[string, Handler, How | undefined, string, string, string]>([
    ['no', json({ active: false }), undefined, 'the introspect endpoint says so.', 'refused', 'info'],
    [
      'another kind',
      json({ error: 'unsupported_token_type' }, 400),
      undefined,
      'the introspect endpoint does not take this kind of token.',
      'refused',
      'info',
    ],
    ['our client is not known', status(401), undefined, client, 'provider_misconfigured', 'error'],
    ['a vendor refuses our request', status(401), vendor, request, 'provider_misconfigured', 'error'],
    ['a token-info endpoint says no', status(401), info, 'the introspect endpoint says so.', 'refused', 'info'],
    ['too many calls', status(429), undefined, 'introspect: status 429', 'refused', 'warn'],
    ['a page', html(), undefined, noObject, 'refused', 'warn'],
    ['no verdict', json({}), undefined, noObject, 'refused', 'warn'],
    ['broken', status(500), undefined, 'introspect: status 500', 'refused', 'warn'],
    ['a bad request', json({ error: 'invalid_request' }, 400), undefined, 'introspect: status 400', 'refused', 'warn'],
    ['invalid_client', json({ error: 'invalid_client' }, 500), undefined, client, 'provider_misconfigured', 'error'],
    [
      'another kind, with another status',
      json({ error: 'unsupported_token_type' }, 500),
      undefined,
      'introspect: status 500',
      'refused',
      'warn',
    ],
    ['judged malformed', json({ active: true }), judged('malformed'), noObject, 'refused', 'warn'],
    ['judged too many', json({}), judged('rate_limited'), 'introspect: status 429', 'refused', 'warn'],
    ['judged again, with nowhere to ask', json({}), judged('again'), noObject, 'refused', 'warn'],
    ['judged unreachable', json({}), judged('unreachable'), 'introspect: status 200', 'refused', 'warn'],
  ])('%s', async (_, handler, how, detail, event, level) => {
    expect(await told(handler, how)).toMatchObject({ detail, event, level });
  });
});

it('`again` is told of the endpoint that was asked last', async () => {
  const judge: Judge = ({ status: code }) => (code === 403 ? 'again' : undefined);
  const how = { ...introspection('introspect', { judge }), again: 'alive' } as const;
  server.on('/alive', status(403));
  expect((await told(status(403), how as never)).detail).toBe('alive: status 403');
  server.on('/alive', json({ active: false }));
  expect((await told(status(403), how as never)).detail).toBe('the alive endpoint says so.');
});

it('what our client is called is sent only where the vendor wants it', async () => {
  server.on('/introspect', json({ client_id: 'client-1', sub: 'member-1' }));
  const seen: unknown[] = [];
  const how = call('introspect', {
    body: (token, client) => {
      seen.push([token, client.id]);
      return {};
    },
    authentication: 'none',
    facts: { client: '/client_id' },
  });
  const { client: _, ...nobody } = opaqueProvider(server.url, { inspect: how, clients: ['client-1'] });
  expect(await refused(createProviderRegistry({ a: nobody }), 'token-1')).toBeUndefined();
  expect(seen).toEqual([['token-1', '']]);
  expect(Object.fromEntries(server.calls[0]?.form ?? [])).toEqual({ access_token: 'token-1' });
});

it.each(['client', 'none'] as const)(
  'a token that is sent as bearer is accompanied by our client where the vendor wants it: %s',
  async (authentication) => {
    server.on('/introspect', json({ client_id: 'client-1', sub: 'member-1' }));
    const facts = { client: '/client_id' };
    const how = call('introspect', { send: 'bearer', body: { x: '1' }, authentication, facts });
    expect(await refused(createProviderRegistry({ a: opaqueProvider(server.url, { inspect: how }) }), 'token-1')).toBe(
      undefined,
    );
    const [sent] = server.calls;
    expect(sent?.headers.authorization).toBe('Bearer token-1');
    const client = authentication === 'client' ? { client_id: 'client-1', client_secret: 's3cret' } : {};
    expect(Object.fromEntries(sent?.form ?? [])).toEqual({ x: '1', ...client });
  },
);
