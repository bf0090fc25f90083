export type { Auth, LocalUser } from './auth.ts';
export type {
  AuthorizeOptions,
  AuthorizeRequest,
  ClientCredentialsOptions,
  ExchangeOptions,
  OAuthClient,
  RelayAnswer,
  RelayRequest,
  Tokens,
  Userinfo,
  UserinfoCandidate,
  UserinfoOptions,
} from './client/types.ts';
export type { DpopSettings } from './dpop/settings.ts';
export { AuthError, BearerkitError, ClientError, ConfigurationError, type Reason, reasons } from './errors/index.ts';
export type { HttpClient, HttpRequest, HttpResponse } from './http/client.ts';
export { createProviderRegistry } from './registry.ts';
export type { FactsStore } from './stores/facts-store.ts';
export type { LoginToken, LoginTokenStore } from './stores/login-token-store.ts';
export { memoryLoginTokenStore, memoryRevocationStore, RevocationView } from './stores/memory.ts';
export { memoryReplayGuard, type ReplayGuard } from './stores/replay-guard.ts';
export type { Revocation, RevocationStore } from './stores/revocation-store.ts';
export type {
  AuthOf,
  Check,
  Explanation,
  LogEvent,
  ProtectedResourceMetadata,
  ProviderRegistry,
  RegistrySettings,
  RequestLike,
  Requirements,
} from './types.ts';
export type { MappedAttributes, Profile, TokenFacts } from './verify/facts.ts';
