import { createServer } from 'node:http';

/** An issuer on loopback: discovery and keys, as RFC 8414 says. */
export async function startIssuer(keys) {
  const jwks = JSON.stringify({ keys: keys.map(({ jwk }) => jwk) });
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', 'application/json');
    const metadata = {
      issuer,
      jwks_uri: `${issuer}/jwks`,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
    };
    response.end(url === '/jwks' ? jwks : JSON.stringify(metadata));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { issuer, jwks: JSON.parse(jwks), close };
}
