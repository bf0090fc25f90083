export { type Access, accessOf, type FindAuth, findAuth, type GetAuth, getAuth, remember } from './access.ts';
export { allScopes, anyScope, type ScopeDemand } from './scope-demand.ts';
