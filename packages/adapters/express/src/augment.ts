import type { Auth } from '@bearerkit/core';
import { afterGuard, findAuth } from '@bearerkit/node';

declare global {
  // biome-ignore lint/style/noNamespace: where Express looks for what others add to its request
  namespace Express {
    interface Request {
      /** The caller, where a guard ran and found one. */
      readonly auth?: Auth;
    }
  }
}

afterGuard((req) => {
  Object.defineProperty(req, 'auth', { configurable: true, get: () => findAuth(req) });
});
