/** Opaque tokens: the same API guarded by hand, by us, and by what there is. */
import { hash } from 'node:crypto';
import { client } from '../lib/issuer.mjs';
import { opaqueRegistryOf } from '../lib/ours.mjs';
import { audience } from '../lib/tokens.mjs';
import { express, http } from './frameworks.mjs';
import { nginxAuthRequest } from './nginx.mjs';

const byHandHttp = 'by hand: cache, single flight, node:http';
const byHandExpress = 'by hand: cache, single flight, Express';
const nginx = 'nginx auth_request, cache and lock';
const target = { least: 0.9 };

export const opaqueServers = [
  { name: byHandHttp, role: 'limit', limit: byHandHttp, start: ({ issuer }) => http(byHand(issuer)) },
  { name: byHandExpress, role: 'limit', limit: byHandExpress, start: ({ issuer }) => express(byHand(issuer)) },
  ours('@bearerkit/node', byHandHttp, http),
  ours('@bearerkit/express', byHandExpress, express),
  { name: 'openid-client, introspection', role: 'peer', limit: byHandHttp, start: openidClient },
  { name: nginx, role: 'peer', limit: byHandHttp, needs: 'nginx', start: nginxAuthRequest },
];

function ours(name, limit, serve) {
  const start = async ({ issuer }) => {
    const { requireAuth } = await import(name);
    return serve(requireAuth(opaqueRegistryOf(issuer)));
  };
  return { name, role: 'ours', limit, target, start };
}

function bearer({ headers: { authorization } }) {
  return authorization?.slice(0, 7).toLowerCase() === 'bearer ' ? authorization.slice(7) : undefined;
}

const refuse = (response) => void response.writeHead(401, { 'www-authenticate': 'Bearer', 'content-length': 0 }).end();

/** What somebody who needs it fast writes: no clock but the cache's, no breaker, no bound, no scope. */
function byHand(issuer) {
  const [known, inFlight] = [new Map(), new Map()];
  const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`;
  const ask = async (token) => {
    const body = new URLSearchParams({ token });
    const response = await fetch(`${issuer}/introspect`, { method: 'POST', headers: { authorization }, body });
    const answer = await response.json();
    if (answer.active !== true || answer.aud !== audience) throw new Error('inactive');
    return answer;
  };
  const fetchOnce = (key, token) => {
    const asking = inFlight.get(key) ?? ask(token).finally(() => inFlight.delete(key));
    inFlight.set(key, asking);
    return asking;
  };
  return (request, response, next) => {
    const token = bearer(request);
    if (token === undefined) return refuse(response);
    const key = hash('sha256', token, 'base64url');
    const entry = known.get(key);
    if (entry !== undefined && entry.until > Date.now()) {
      request.auth = entry.auth;
      return next();
    }
    return void fetchOnce(key, token).then(
      (auth) => {
        known.set(key, { auth, until: Date.now() + 60_000 });
        request.auth = auth;
        next();
      },
      () => refuse(response),
    );
  };
}

async function openidClient({ issuer }) {
  const { allowInsecureRequests, Configuration, tokenIntrospection } = await import('openid-client');
  const configuration = new Configuration(
    { issuer, introspection_endpoint: `${issuer}/introspect` },
    client.id,
    client.secret,
  );
  allowInsecureRequests(configuration);
  return http((request, response, next) => {
    const token = bearer(request);
    if (token === undefined) return refuse(response);
    tokenIntrospection(configuration, token).then(
      (answer) => (answer.active && answer.aud === audience ? next() : refuse(response)),
      () => refuse(response),
    );
  });
}
