import { type LookupAddress, type LookupOptions, lookup } from 'node:dns';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { LookupFunction } from 'node:net';
import { mayContact, refusedAddress } from './address.ts';
import type { HttpRequest } from './client.ts';

/**
 * Connections to one host at the same time. Far more than the 64 calls of one endpoint: providers and endpoints may
 * share a host, and where one hangs the others must still find a connection.
 */
const maxSockets = 1_024;
const connectMs = 2_000;

/** Connections for either protocol. */
export interface Agents {
  readonly httpAgent: HttpAgent;
  readonly httpsAgent: HttpsAgent;
}

/** What is being resolved, for all agents together: threads for it are few. */
const underWay = new WeakMap<typeof lookup, Map<string, Promise<LookupAddress[]>>>();

/**
 * Resolves a name and refuses addresses that must not be contacted, at connect time: a rebinding name gains nothing.
 * One resolution of a name runs at a time: Node resolves in four threads, and one that hangs shall not take them all.
 */
export function guardedLookup(trust: HttpRequest['trust'], resolve: typeof lookup = lookup): LookupFunction {
  const running = underWay.get(resolve) ?? new Map<string, Promise<LookupAddress[]>>();
  underWay.set(resolve, running);
  const start = (hostname: string, options: LookupOptions) =>
    new Promise<LookupAddress[]>((done, fail) => {
      resolve(hostname, { ...options, all: true }, (error, addresses) => (error ? fail(error) : done(addresses)));
    });
  return (hostname, options, callback) => {
    const key = JSON.stringify([hostname, options.family, options.hints]);
    const resolved = running.get(key) ?? start(hostname, options).finally(() => running.delete(key));
    running.set(key, resolved);
    resolved.then(
      (addresses) => {
        const refused = addresses.find(({ address }) => !mayContact(address, trust));
        const [first] = addresses;
        if (refused !== undefined) {
          callback(refusedAddress(`${hostname} is ${refused.address}, which must not be contacted`), '', 0);
        } else if (first === undefined) callback(refusedAddress(`${hostname} has no address`), '', 0);
        else if (options.all === true) callback(null, addresses);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
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
export function agents(trust: HttpRequest['trust'], keepAlive: boolean): Agents {
  const options = { keepAlive, maxSockets, timeout: 10_000, lookup: guardedLookup(trust) };
  return {
    httpAgent: withConnectLimit(new HttpAgent(options)),
    // Said out loud: else a variable of the environment switches the check off (NODE_TLS_REJECT_UNAUTHORIZED).
    httpsAgent: withConnectLimit(new HttpsAgent({ ...options, rejectUnauthorized: true })),
  };
}
