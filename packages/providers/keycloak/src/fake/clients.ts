/** A client of a realm. */
export interface KeycloakClient {
  readonly id: string;
  /** A public client has none. */
  readonly secret?: string | undefined;
  readonly redirectUri: string;
  /** "Service account roles": may use client_credentials. */
  readonly serviceAccount: boolean;
}

/** Clients by id. `rest-api` is the application under test, and its id is the audience of the API. */
export type KeycloakClients = Map<string, KeycloakClient>;

/** The clients every realm begins with. */
export function createClients(nextId: () => string, own: Partial<KeycloakClient> = {}): KeycloakClients {
  const confidential = (id: string, redirectUri: string): KeycloakClient => ({
    id,
    secret: nextId(),
    redirectUri,
    serviceAccount: true,
  });
  const all: readonly KeycloakClient[] = [
    { ...confidential('rest-api', 'http://127.0.0.1:8080/auth/keycloak/callback'), ...own },
    { id: 'web-app', redirectUri: 'https://app.example.com/callback', serviceAccount: false },
    confidential('other-app', 'https://other-app.example/callback'),
    confidential('svc', 'https://svc.example/callback'),
    { ...confidential('broker', 'https://broker.example/callback'), serviceAccount: false },
  ];
  return new Map(all.map((client) => [client.id, client]));
}
