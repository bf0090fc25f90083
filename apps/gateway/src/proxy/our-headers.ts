import type { Upstream } from './upstream.ts';

/** What the gateway itself says about a request. */
export interface OurHeaders {
  /** Joins the request to the gateway's log. */
  readonly id: string;
  /** Address of the client's connection. */
  readonly address: string;
  /** The URL clients reach the gateway at; its scheme and host are what the upstream is told. */
  readonly resource: URL;
  /** The host that the route demands, where it demands one. */
  readonly host?: string | undefined;
}

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Headers for any upstream. Host and scheme are configured ones, never what the client wrote. Atlassian products refuse
 * writes that could come from a foreign page unless told otherwise; with no cookie passed on, no page can forge one.
 */
export function ourHeaders({ type }: Upstream, method: string, about: OurHeaders): string[] {
  const { protocol, host } = about.resource;
  return [
    ...['x-forwarded-for', about.address],
    ...['x-forwarded-proto', protocol.slice(0, -1)],
    ...['x-forwarded-host', about.host ?? host],
    ...['x-request-id', about.id],
    ...(type === 'http' || safe.has(method) ? [] : ['x-atlassian-token', 'no-check']),
  ];
}

/** The address of the other end of a connection; IPv4 in its own form. */
export const addressOf = (socket: { readonly remoteAddress?: string | undefined }): string =>
  (socket.remoteAddress ?? '').replace(/^::ffff:(?=\d+\.)/, '');
