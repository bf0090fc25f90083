/** An OAuth client, as in Google's list of clients. */
export interface GoogleClient {
  readonly id: string;
  readonly secret: string;
  readonly redirectUri: string;
}

/** The application under test, its mobile application, and an application of somebody else. */
export type GoogleClients = readonly [own: GoogleClient, mobile: GoogleClient, other: GoogleClient];

/** Registers the clients that every fake has. */
export function createClients(nextId: (length?: number) => string, own: Partial<GoogleClient> = {}): GoogleClients {
  const client = (project: string, redirectUri: string): GoogleClient => ({
    id: `${project}-${nextId()}.apps.googleusercontent.com`,
    secret: `GOCSPX-${nextId(28)}`,
    redirectUri,
  });
  return [
    { ...client('100000000001', 'http://127.0.0.1:8080/auth/google/callback'), ...own },
    client('100000000001', 'com.example.app:/callback'),
    client('100000000002', 'https://other-app.example/callback'),
  ];
}
