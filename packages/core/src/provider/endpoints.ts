import { ConfigurationError } from '../errors/configuration-error.ts';
import { isLoopback } from '../internal/loopback.ts';
import { type DeclaredEndpoint, type DocumentReading, type Endpoint, knownEndpoints } from './endpoint.ts';
import type { CommonOptions } from './provider.ts';

type Declared = Readonly<Record<string, DeclaredEndpoint>>;

/**
 * Lays the operator's URLs over the provider's own; a bare URL keeps the provider's method, headers and body, and how a
 * document is read stays the provider's in any case. An
 * endpoint that shares another's URL follows it.
 */
export function withOverrides(
  id: string,
  declared: Declared,
  overrides: CommonOptions['endpoints'],
): Readonly<Record<string, Endpoint>> {
  const result: Record<string, DeclaredEndpoint> = { ...declared };
  for (const [name, value] of Object.entries(overrides ?? {})) {
    if (value === undefined) continue;
    if (declared[name] === undefined && !knownEndpoints.has(name)) {
      const names = [...new Set([...Object.keys(declared), ...knownEndpoints])].join(', ');
      throw new ConfigurationError('invalid_endpoint', `${id}: no endpoint is named \`${name}\`; known are ${names}`, [
        'endpoints',
        name,
      ]);
    }
    const own = declared[name];
    if (Array.isArray(value) && !Array.isArray(own)) {
      const text = `${id}: endpoint \`${name}\` takes one URL; a list counts only where the provider has one`;
      throw new ConfigurationError('invalid_endpoint', text, ['endpoints', name]);
    }
    const keep = typeof value === 'string' && typeof own === 'object' && ('url' in own || 'sameUrlAs' in own);
    const isRequest = typeof value === 'object' && 'url' in value;
    result[name] = keep ? { ...own, url: value } : isRequest ? { ...readingOf(own), ...value } : value;
  }
  const resolved = Object.entries(result).map(([name, value]) => [name, resolve(id, name, value, result)] as const);
  for (const [name, value] of resolved) for (const url of urls(value)) checkUrl(id, name, url);
  return Object.fromEntries(resolved);
}

/** What of an endpoint says how its answers are read: an operator who moves it does not switch that off. */
function readingOf(own: DeclaredEndpoint | undefined): DocumentReading {
  if (typeof own !== 'object' || !('url' in own || 'sameUrlAs' in own)) return {};
  const { query, list, optional, judge, subject } = own;
  const all = { query, list, optional, judge, subject };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function resolve(id: string, name: string, value: DeclaredEndpoint, all: Declared): Endpoint {
  if (typeof value === 'string' || !('sameUrlAs' in value)) return value;
  const { sameUrlAs, ...request } = value;
  const target = 'url' in request ? (request.url as string) : all[sameUrlAs];
  const url = typeof target === 'object' && 'url' in target ? target.url : target;
  if (typeof url === 'string') return { ...request, url };
  const text = `${id}: endpoint \`${name}\` has the URL of \`${sameUrlAs}\`, which is not declared with one URL of its own`;
  throw new ConfigurationError('invalid_provider', text, ['endpoints', name]);
}

/** Every URL of an endpoint. */
export function urls(endpoint: Endpoint): readonly string[] {
  if (typeof endpoint === 'string') return [endpoint];
  return 'url' in endpoint ? [endpoint.url] : endpoint;
}

function checkUrl(id: string, name: string, text: string): void {
  const fail = (why: string): never => {
    throw new ConfigurationError('invalid_endpoint', `${id}: endpoint \`${name}\` ${why}`, ['endpoints', name]);
  };
  const url = URL.canParse(text) ? new URL(text) : fail('is not an absolute URL');
  if (url.username !== '' || url.password !== '') fail('must not carry a user name or password');
  if (url.hash !== '') fail('must not have a fragment');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname))) return;
  fail(`is ${url.protocol}//${url.host}, which is neither https nor a loopback address: use https`);
}
