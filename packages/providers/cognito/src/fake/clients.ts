/** An app client of the pool. */
export interface CognitoClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** The application under test, and an application of somebody else in the same pool. */
export type CognitoClients = readonly [own: CognitoClient, other: CognitoClient];

/** Registers the two app clients every fake has. */
export function createClients(own: Partial<CognitoClient> = {}): CognitoClients {
  const redirectUri = 'http://127.0.0.1:8080/auth/cognito/callback';
  return [
    { id: '57cbishk4j24pabc1234567890', secret: 'our-secret', redirectUri, ...own },
    { id: '3theirsk4j24pabc1234567890', secret: 'other-secret', redirectUri: 'http://127.0.0.1:8081/callback' },
  ];
}
