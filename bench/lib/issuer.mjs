import { createServer } from 'node:http';
import { sleep } from './statistics.mjs';
import { audience } from './tokens.mjs';

/** Opaque tokens that the issuer below knows begin like this. */
export const opaquePrefix = 'bench_';
/** Our registration at the issuer. */
export const client = { id: 'client-1', secret: 'secret-1' };

/**
 * An issuer on loopback: discovery (RFC 8414), keys, introspection (RFC 7662) and userinfo; `/count` tells how often it
 * was asked about a token since the last look.
 *
 * @param delay of introspection and userinfo in milliseconds
 */
export async function startIssuer(keys, delay = 0) {
  const jwks = { keys: keys.map(({ jwk }) => jwk) };
  let asked = 0;
  const server = createServer(async (request, response) => {
    const answer = await answerOf(request);
    const body = JSON.stringify(answer);
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(answer === invalid ? 401 : 200, headers).end(body);
  });
  const answerOf = async (request) => {
    if (request.url === '/jwks') return jwks;
    if (request.url === '/count') {
      const count = asked;
      asked = 0;
      return { count };
    }
    if (request.url !== '/introspect' && request.url !== '/userinfo') return metadata(issuer);
    asked++;
    const token = request.url === '/introspect' ? await formToken(request) : request.headers.authorization?.slice(7);
    await sleep(delay);
    const known = token?.startsWith(opaquePrefix) === true;
    if (request.url === '/introspect') return known ? active(issuer, token) : { active: false };
    return known ? person(token) : invalid;
  };
  await new Promise((resolve) => server.listen(0, '127.0.0.1', 1024, resolve));
  const { port } = server.address();
  const issuer = `http://127.0.0.1:${port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { issuer, port, jwks, close };
}

const invalid = { error: 'invalid_token' };
const person = (token) => ({
  sub: `user-${token.slice(-8)}`,
  name: 'Some User',
  email: 'user@example.com',
  email_verified: true,
});

function active(issuer, token) {
  const now = Math.floor(Date.now() / 1000);
  const who = { sub: `user-${token.slice(-8)}`, username: 'some-user', client_id: client.id, scope: 'orders:read' };
  return { active: true, iss: issuer, aud: audience, ...who, token_type: 'Bearer', iat: now, exp: now + 3600 };
}

async function formToken(request) {
  let body = '';
  for await (const chunk of request.setEncoding('latin1')) body += chunk;
  return new URLSearchParams(body).get('token');
}

function metadata(issuer) {
  const endpoints = ['authorization', 'token', 'userinfo'].map((name) => [`${name}_endpoint`, `${issuer}/${name}`]);
  const asking = { introspection_endpoint: `${issuer}/introspect`, userinfo_endpoint: `${issuer}/userinfo` };
  return { issuer, jwks_uri: `${issuer}/jwks`, ...Object.fromEntries(endpoints), ...asking };
}
