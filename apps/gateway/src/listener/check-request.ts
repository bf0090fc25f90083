import type { IncomingMessage } from 'node:http';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { valuesOf } from '../proxy/request-headers.ts';
import { type Host, readHost } from '../proxy/router.ts';

const mostHeaders = 100;

/**
 * Refuses messages whose meaning two servers could disagree about: more than one `Host`, a `Transfer-Encoding` other
 * than `chunked` (RFC 9112 §6.3), too many headers, and TRACE, which echoes. Two lengths, or a length beside a coding,
 * are refused by Node's parser, and CONNECT by its server.
 * @returns the host that was asked for
 * @throws HttpProblem
 */
export function checkRequest(request: IncomingMessage): Host {
  const { method = '', rawHeaders, headers } = request;
  if (rawHeaders.length / 2 > mostHeaders)
    throw new HttpProblem('headers_too_large', `more than ${mostHeaders} headers`);
  if (method === 'TRACE') throw new HttpProblem('method_not_allowed', 'TRACE is not served');
  const hosts = valuesOf(rawHeaders, 'host');
  const host = hosts.length === 1 ? readHost(hosts[0] ?? '') : undefined;
  if (host === undefined)
    throw new HttpProblem('invalid_request', `${hosts.length} Host headers, or one that can not be read`);
  const codings = valuesOf(rawHeaders, 'transfer-encoding');
  if (codings.length > 0) {
    const isChunked = codings.length === 1 && codings[0]?.toLowerCase() === 'chunked';
    if (!isChunked || request.httpVersion !== '1.1')
      throw new HttpProblem('invalid_request', 'Transfer-Encoding is not chunked');
  }
  // `h2c` is an offer, which some clients make with every first request; it is not taken up (RFC 9110 §7.8).
  if (headers.upgrade !== undefined && headers.upgrade.toLowerCase() !== 'h2c') {
    throw new HttpProblem('not_implemented', 'upgrades are not served');
  }
  return host;
}
