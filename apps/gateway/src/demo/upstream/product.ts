import type { OutgoingHttpHeaders } from 'node:http';
import type { AssertionOptions } from './assertion.ts';
import { type Answer, type Call, type LocalServer, startServer } from './server.ts';
import { createSignIn, type Visitor } from './sign-in.ts';
import { demoUsers, type LocalUser } from './user.ts';

/** Options of a fake product. */
export interface UpstreamFakeOptions {
  readonly assertion: AssertionOptions;
  /** @default a free port */
  readonly port?: number | undefined;
  /** The configured base URL, with the context path; links start with it. @default the fake's own */
  readonly baseUrl?: string | undefined;
  /** The product's directory. @default demoUsers */
  readonly users?: readonly LocalUser[] | undefined;
}

/** A running fake product. */
export interface UpstreamFake extends LocalServer {
  /** What its links start with: by default {@link LocalServer.url} and the context path. */
  readonly baseUrl: string;
  readonly users: readonly LocalUser[];
  /** Why credentials were refused, oldest first: what such a product writes to its log. */
  readonly refusals: readonly string[];
}

/** One resource; `path` matches what follows the context path. */
export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  answer(call: Call, user: LocalUser | undefined, match: RegExpExecArray): Answer;
}

/** What tells the products apart. */
export interface Product {
  readonly routes: readonly Route[];
  /** The answer to a credential that does not hold. */
  refuse(call: Call): Answer;
  problem(status: number, message: string): Answer;
  headers(visitor: Visitor): OutgoingHttpHeaders;
}

/** Starts a product under a context path; `/status` is open to everybody, as the products' health check is. */
export async function startProduct(
  context: string,
  options: UpstreamFakeOptions,
  create: (baseUrl: string, users: readonly LocalUser[]) => Product,
): Promise<UpstreamFake> {
  const { users = demoUsers } = options;
  const signIn = createSignIn(options.assertion, users);
  const refusals: string[] = [];
  let baseUrl = options.baseUrl?.replace(/\/$/, '') ?? '';
  let count = 0;
  const server = await startServer(options.port ?? 0, (url) => {
    baseUrl ||= url + context;
    const product = create(baseUrl, users);
    return async (call) => {
      const open = call.path === `${context}/status`;
      const visitor: Visitor = open ? { outcome: 'anonymous' } : await signIn(call);
      if (visitor.outcome === 'refused') refusals.push(visitor.reason);
      const answer = open ? { body: { state: 'RUNNING' } } : route(product, context, call, visitor);
      count += 1;
      return { ...answer, headers: { ...commonHeaders(count), ...product.headers(visitor), ...answer.headers } };
    };
  });
  return { ...server, baseUrl, users, refusals };
}

function route(product: Product, context: string, call: Call, visitor: Visitor): Answer {
  if (!call.path.startsWith(`${context}/`)) return { status: 404, body: '<h1>Not Found (404)</h1>' };
  if (visitor.outcome === 'refused') return product.refuse(call);
  const user = visitor.outcome === 'user' ? visitor.user : undefined;
  const method = call.method === 'HEAD' ? 'GET' : call.method;
  const path = call.path.slice(context.length);
  const matches = product.routes.filter((candidate) => candidate.path.test(path));
  const found = matches.find((candidate) => candidate.method === method);
  const match = found?.path.exec(path);
  if (found && match) return found.answer(call, user, match);
  return matches.length > 0
    ? product.problem(405, 'Method Not Allowed')
    : product.problem(404, `null for uri: ${call.path}`);
}

function commonHeaders(count: number): OutgoingHttpHeaders {
  const now = new Date();
  return {
    'X-AREQUESTID': `${now.getHours() * 60 + now.getMinutes()}x${count}x1`,
    'X-ASEN': 'SEN-L0000000',
    'X-Content-Type-Options': 'nosniff',
    'Cache-Control': 'no-cache, no-store, no-transform',
  };
}
