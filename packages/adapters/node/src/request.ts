import type { IncomingMessage } from 'node:http';
import type { RequestLike } from '@bearerkit/core';

/**
 * A Node request as the registry reads it: the raw header list, in which a second `Authorization` shows, and the URL as
 * received, before Express or connect cut a mount path off.
 *
 * @param address of the caller @default the peer of the socket
 */
export function toRequestLike(req: IncomingMessage, address = peer): RequestLike {
  const { method, url, headers, rawHeaders } = req;
  const { originalUrl = url } = req as { readonly originalUrl?: string };
  return { method, url: originalUrl, headers, rawHeaders, address: address(req) };
}

const peer = (req: IncomingMessage): string | undefined => req.socket.remoteAddress;

/** A CORS preflight, to which browsers never add a credential (Fetch standard §3.3.6). */
export function isPreflight({ method, headers }: IncomingMessage): boolean {
  return method === 'OPTIONS' && 'origin' in headers && 'access-control-request-method' in headers;
}
