export { AuthError, type AuthErrorDetails } from './auth-error.ts';
export { BearerkitError } from './base.ts';
export { ClientError, type ClientErrorCode } from './client-error.ts';
export { ConfigurationError, type ConfigurationErrorCode } from './configuration-error.ts';
export { type AuthErrorCode, type Reason, type ReasonInfo, reasons } from './reasons.ts';
