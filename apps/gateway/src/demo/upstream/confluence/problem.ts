import { STATUS_CODES } from 'node:http';
import type { Answer } from '../server.ts';

/** An error as Confluence's REST API words it. */
export function problem(statusCode: number, message: string): Answer {
  const data = { authorized: statusCode !== 403, valid: statusCode !== 400, errors: [], successful: false };
  return { status: statusCode, body: { statusCode, data, message, reason: STATUS_CODES[statusCode] } };
}

/** The answer to an anonymous request for something that only users get. */
export function notPermitted(): Answer {
  return problem(403, 'Not permitted to use Confluence');
}
