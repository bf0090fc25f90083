import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRemoteJWKSet, jwtVerify } from 'jose';

/** What the reader believes. */
export interface AssertionOptions {
  readonly jwksUrl: string;
  readonly issuer: string;
  readonly audience: string;
}

/** A server that answers like a product with a plug-in: it knows only callers whom the gateway's assertion names. */
export async function startAssertionReader({ jwksUrl, issuer, audience }: AssertionOptions) {
  const keys = createRemoteJWKSet(new URL(jwksUrl));
  const server = createServer(async (request, response) => {
    try {
      const assertion = String(request.headers['x-bearerkit-assertion']);
      const { payload } = await jwtVerify(assertion, keys, { issuer, audience, algorithms: ['ES256'] });
      response.setHeader('content-type', 'application/json').setHeader('x-ausername', String(payload.sub));
      response.end(JSON.stringify({ results: [{ type: 'page', title: 'Welcome' }], start: 0, limit: 25, size: 1 }));
    } catch {
      response.writeHead(401).end();
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, stop };
}
