import { z } from 'zod';

/** Where a listener binds. */
export interface ListenAddress {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

/** `127.0.0.1:8080`, `[::1]:8080` or `api.internal:8080`. */
export const listenAddress = z.string().transform((text, context): ListenAddress => {
  const [, v6, name, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9.-]+)):(\d{1,5})$/i.exec(text) ?? [];
  const host = v6 ?? name;
  const port = Number(digits);
  if (host !== undefined && port <= 65_535) return { host, port };
  context.addIssue('is an address and a port, such as 127.0.0.1:8080');
  return z.NEVER;
});

/** True for names and addresses that never leave this machine: `localhost`, 127.0.0.0/8, `::1`. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || /^\[?::1\]?$/.test(host) || /^127(\.\d{1,3}){3}$/.test(host);
}

/** An absolute http or https URL, without user name, password and fragment; plain http on loopback alone. */
export const secureUrl = z.string().superRefine((text, context) => {
  const problem = urlProblem(text, 'https or a loopback address');
  if (problem !== undefined) context.addIssue(problem);
});

/** What is wrong with a URL that must be https or loopback; `undefined` when it is well. */
export function urlProblem(text: string, wanted: string): string | undefined {
  if (!URL.canParse(text)) return 'is no absolute URL';
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (username !== '' || password !== '') return 'has a user name or password in it';
  if (hash !== '' || text.includes('#')) return 'has a fragment';
  const plain = protocol === 'http:' && isLoopback(hostname);
  return protocol === 'https:' || plain ? undefined : `is ${protocol}//${hostname}, which is not ${wanted}`;
}
