import { lookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { mayContact } from './address.ts';
import type { HttpRequest } from './client.ts';

/** Connections to one host at the same time; more wait for one within their own deadline. */
const maxSockets = 64;
const connectMs = 2_000;

/** An error with a code that a log may show. */
export const refusedAddress = (text: string): Error => Object.assign(new Error(text), { code: 'ADDRESS_REFUSED' });

/**
 * Resolves a name and refuses addresses that must not be contacted, at connect time: a rebinding name gains nothing.
 */
export function guardedLookup(trust: HttpRequest['trust'], resolve: typeof lookup = lookup): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const refused = addresses?.find(({ address }) => !mayContact(address, trust));
      if (error === null && refused !== undefined) {
        return callback(refusedAddress(`${hostname} is ${refused.address}, which must not be contacted`), '', 0);
      }
      const first = addresses?.[0];
      if (error !== null || first === undefined)
        return callback(error ?? refusedAddress(`${hostname} has no address`), '', 0);
      if (options.all === true) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

/** Gives up on a connection that is not there in time; the deadline of the call is longer. */
export function withConnectLimit<A extends HttpAgent>(agent: A, limitMs = connectMs): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    const late = () => socket?.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, limitMs);
    for (const event of ['connect', 'close']) socket?.once(event, () => clearTimeout(timer));
    return socket;
  };
  return agent;
}

/** Agents of one level of trust. @param keepAlive whether connections are used again */
export function agents(
  trust: HttpRequest['trust'],
  keepAlive: boolean,
): { readonly httpAgent: HttpAgent; readonly httpsAgent: HttpsAgent } {
  const options = { keepAlive, maxSockets, timeout: 10_000, lookup: guardedLookup(trust) };
  return {
    httpAgent: withConnectLimit(new HttpAgent(options)),
    httpsAgent: withConnectLimit(new HttpsAgent(options)),
  };
}
