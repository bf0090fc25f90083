export { findAuth, getAuth } from './access.ts';
export { requireAuth } from './fetch.ts';
export { metadata } from './metadata.ts';
export type { Guard, GuardOptions, Handler } from './options.ts';
export { requireAnyScope, requireScopes } from './scopes.ts';
