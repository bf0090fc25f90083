export { afterGuard, findAuth, getAuth } from './access.ts';
export { metadata } from './metadata.ts';
export { requireAuth } from './node.ts';
export type { Guard, GuardOptions } from './options.ts';
export { sendRefusal } from './refusal.ts';
export { toRequestLike } from './request.ts';
export { requireAnyScope, requireScopes } from './scopes.ts';
