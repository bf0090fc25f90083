import type { Caller, ContractAnswer, ContractRoute } from './application.ts';

/** RFC 9728 §3.1. */
export const metadataPath = '/.well-known/oauth-protected-resource';

/** The routes of the application under test. Each handler notes its path, and answers who called. */
export function createRoutes(handled: string[], tick: { readonly same: boolean }): readonly ContractRoute[] {
  const handle =
    (path: string, subject: (caller: Caller) => string | undefined) =>
    (caller: Caller): ContractAnswer => {
      const sameTick = tick.same;
      const json = { subject: subject(caller) ?? null, sameTick };
      handled.push(path);
      return path === '/cookies' ? { json, cookies: ['first=1; Path=/', 'second=2; Path=/'] } : { json };
    };
  const finds = (path: string, route: Omit<ContractRoute, 'path' | 'handle'>): ContractRoute => ({
    ...route,
    path,
    handle: handle(path, (caller) => caller.find()?.subject),
  });
  const gets = (path: string, route: Omit<ContractRoute, 'path' | 'handle'>): ContractRoute => ({
    ...route,
    path,
    handle: handle(path, (caller) => caller.get().subject),
  });
  return [
    gets('/me', { guard: {} }),
    gets('/acme-only', { guard: { accept: ['acme'], realm: 'acme orders' } }),
    finds('/optional', { guard: { optional: true } }),
    finds('/write', { guard: { scopes: ['orders:write'] } }),
    finds('/read-then-write', { guard: { scopes: ['orders:read'] }, scopes: ['orders:write'] }),
    finds('/read-then-any', { guard: { scopes: ['orders:read'] }, anyScope: ['orders:write', 'orders:admin'] }),
    finds('/optional-then-write', { guard: { optional: true }, scopes: ['orders:write'] }),
    finds('/cookies', { guard: {} }),
    finds('/mounted/here', { mount: '/mounted', guard: {} }),
    finds('/find-without-guard', {}),
    gets('/get-without-guard', {}),
    finds('/scopes-without-guard', { scopes: ['orders:read'] }),
    finds('/any-scope-without-guard', { anyScope: ['orders:read'] }),
  ];
}
