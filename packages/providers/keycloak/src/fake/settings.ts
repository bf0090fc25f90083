/** How the fake behaves where releases and realms differ. All may be changed while it runs. */
export interface KeycloakFakeSettings {
  /** Release; 26.7 stands for all from 26.6.2 on. @default 26.7 */
  version: 18 | 24 | 25 | 26.5 | 26.7;
  /** Whether `iss` is always the same, or follows the Host of the request (`start-dev`). @default 'fixed' */
  issuerMode: 'fixed' | 'follow-host';
  /** Base of the endpoints that servers call, in the metadata. @default that of the issuer */
  backendBase: string | undefined;
  /** Access tokens say next to nothing, or that and their audience. @default 'off' */
  lightweight: 'off' | 'bare' | 'with-audience';
  /** Whether the clients have the scope `basic`, which puts `sub` into tokens. @default true */
  basicScope: boolean;
  /** Clients whose tokens an Audience mapper issues for `rest-api`. @default rest-api, web-app, svc */
  audienceMapper: readonly string[];
  /** The compatibility switch "Allow token introspection without audience check". @default false */
  introspectionWithoutAudience: boolean;
  /** "Revoke Refresh Token" of the realm: each works once. @default false */
  revokeRefresh: boolean;
  /** Userinfo answers are signed (`application/jwt`). @default false */
  userinfoSigned: boolean;
  /** Life of access tokens, in seconds. @default 300 */
  lifeSeconds: number;
  /** Members of the metadata that differ; `undefined` leaves one out. @default none */
  metadata: Readonly<Record<string, unknown>>;
}

export const defaultSettings: Readonly<KeycloakFakeSettings> = {
  version: 26.7,
  issuerMode: 'fixed',
  backendBase: undefined,
  lightweight: 'off',
  basicScope: true,
  audienceMapper: ['rest-api', 'web-app', 'svc'],
  introspectionWithoutAudience: false,
  revokeRefresh: false,
  userinfoSigned: false,
  lifeSeconds: 300,
  metadata: {},
};
