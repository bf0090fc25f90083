export {
  findAuth,
  type Guard,
  type GuardOptions,
  getAuth,
  metadata,
  requireAnyScope,
  requireAuth,
  requireScopes,
  sendRefusal,
} from './express.ts';
