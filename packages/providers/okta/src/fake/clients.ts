/** An application of the org. */
export interface OktaClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** The application under test, and an application of somebody else in the same org. */
export type OktaClients = readonly [own: OktaClient, other: OktaClient];

/** Registers the two applications every fake has. */
export function createClients(own: Partial<OktaClient> = {}): OktaClients {
  return [
    { id: '0oaourclient', secret: 'our-secret', redirectUri: 'http://127.0.0.1:8080/auth/okta/callback', ...own },
    { id: '0oaotherapp', secret: 'other-secret', redirectUri: 'http://127.0.0.1:8081/callback' },
  ];
}
