export type { Algorithm } from '../provider/rule.ts';
export { type CanonicalUsername, canonicalUsername, type UsernameFault } from './canonical-username.ts';
export { type ChallengeInput, challenge } from './challenge.ts';
export type { KeysInput } from './options.ts';
export { type Credential, parseAuthorization } from './parse-authorization.ts';
export { readPointer } from './read-pointer.ts';
export { safeReturnTo } from './safe-return-to.ts';
export { type AccessTokenDemands, type VerifiedAccessToken, verifyAccessToken } from './verify-access-token.ts';
export { type JwsDemands, type VerifiedJws, verifyJws } from './verify-jws.ts';
