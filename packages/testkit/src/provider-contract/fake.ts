import type { FakeServer } from '../fake/server.ts';

/** Whom tokens of a fake stand for, as the provider should say it. */
export interface FakeAccount {
  readonly subject: string;
  readonly username?: string | undefined;
  readonly email?: string | undefined;
  readonly emailVerified: boolean;
  readonly name?: string | undefined;
  readonly groups?: readonly string[] | undefined;
}

/** Which token a fake shall issue; nothing named is a good access token of the member, for our application. */
export interface FakeTokenRequest {
  /** `unverified`: somebody whose e-mail nobody checked. @default 'member' */
  readonly account?: 'member' | 'unverified' | undefined;
  /** @default 'ours' */
  readonly client?: 'ours' | 'other' | undefined;
  /** @default 'good' */
  readonly state?: 'good' | 'expired' | 'revoked' | undefined;
  /** `machine`: nobody stands behind it but the client. @default 'access' */
  readonly kind?: 'access' | 'id' | 'refresh' | 'machine' | undefined;
}

/** A vendor's local fake, as the contract of providers uses it: everything on one loopback port. */
export interface ProviderFake
  extends Pick<FakeServer, 'url' | 'clock' | 'log' | 'calls' | 'forget' | 'fail' | 'heal' | 'stop'> {
  /** The `endpoints` option with which a provider contacts nothing but this fake. */
  readonly endpoints: Readonly<Record<string, string | readonly string[]>>;
  /** Our registration. */
  readonly client: { readonly id: string; readonly secret: string; readonly redirectUri: string };
  readonly accounts: { readonly member: FakeAccount; readonly unverified?: FakeAccount | undefined };
  /** Paths: of the token endpoint, and of what is asked when a token is proved (keys and discovery count). */
  readonly paths: { readonly token?: string | undefined; readonly proof: readonly string[] };
  /** Issues a token without a login; `undefined` where the vendor has no such. */
  token(request?: FakeTokenRequest): Promise<string | undefined>;
  /**
   * Walks the sign-in page of an authorize URL as the member's browser; gives the URL it is sent back to.
   *
   * @param account who signs in; a fake that knows one person need not look at it. @default 'member'
   */
  authorize(url: string, account?: FakeTokenRequest['account']): Promise<string>;
  /** Scopes of a good access token, as the provider should say them. @default nothing is demanded of them */
  readonly scopes?: readonly string[] | undefined;
  /** Kills a token of ours, as when its owner removes the application. @default the vendor's `revoke` endpoint */
  revoke?(token: string): Promise<void>;
}
