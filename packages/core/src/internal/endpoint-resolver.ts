import type { Endpoint, EndpointRequest, KnownEndpoint } from '../provider/endpoint.ts';
import type { Provider } from '../provider/provider.ts';
import type { Discovery } from './discovery.ts';
import { isLoopback } from './loopback.ts';
import { Refusal } from './refusal.ts';

/** An endpoint ready to be called. */
export interface ResolvedEndpoint extends EndpointRequest {
  readonly trust: 'configured' | 'learned';
}

/** Members of the metadata document for the endpoint names (OIDC Discovery §3, RFC 8414 §2). */
const members: Readonly<Record<Exclude<KnownEndpoint, 'issuer'>, string>> = {
  authorize: 'authorization_endpoint',
  token: 'token_endpoint',
  userinfo: 'userinfo_endpoint',
  introspect: 'introspection_endpoint',
  revoke: 'revocation_endpoint',
  jwks: 'jwks_uri',
  device: 'device_authorization_endpoint',
  endSession: 'end_session_endpoint',
};

/**
 * Finds an endpoint by name: what the provider declares, else what the issuer's metadata says; `undefined` if neither.
 */
export async function resolveEndpoint(
  provider: Provider,
  name: string,
  discovery: Discovery,
): Promise<ResolvedEndpoint | undefined> {
  const declared = provider.endpoints[name];
  if (declared !== undefined) return configured(declared);
  const issuer = provider.endpoints.issuer;
  const member = members[name as Exclude<KnownEndpoint, 'issuer'>];
  if (typeof issuer !== 'string' || member === undefined) return undefined;
  const url = (await discovery.metadata(issuer))[member];
  return url === undefined ? undefined : learned(url, issuer, member);
}

function configured(endpoint: Endpoint): ResolvedEndpoint | undefined {
  if (typeof endpoint === 'string') return { url: endpoint, trust: 'configured' };
  return 'url' in endpoint ? { ...endpoint, trust: 'configured' } : undefined;
}

/**
 * A URL from metadata: absolute, https (or loopback like its issuer), without a user, who would take the place of our
 * credential; trusted like the issuer only on the same host.
 */
function learned(value: unknown, issuer: string, member: string): ResolvedEndpoint {
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined;
  const home = new URL(issuer);
  const sameHost = url?.hostname === home.hostname;
  const safe = url?.protocol === 'https:' || (url?.protocol === 'http:' && sameHost && isLoopback(home.hostname));
  if (url === undefined || !safe || url.username !== '' || url.password !== '')
    throw new Refusal('provider_malformed', `discovery: ${member} is not an absolute https URL without a user`);
  return { url: url.href, trust: sameHost ? 'configured' : 'learned' };
}
