/** An app, registered at api.slack.com. */
export interface SlackClient {
  /** "Client ID": digits, a dot, digits. */
  readonly id: string;
  /** "App ID". */
  readonly app: string;
  readonly secret: string;
  /** Registered redirect URLs; whatever begins with one is admitted. */
  readonly redirectUris: readonly string[];
}

/** The application under test, and an application of somebody else. */
export type SlackClients = readonly [own: SlackClient, other: SlackClient];

/** Registers the two apps every fake has. */
export function createClients(nextId: () => string, own: Partial<SlackClient> = {}): SlackClients {
  const redirectUris = ['http://127.0.0.1:8080/auth/slack/callback'];
  const others = ['https://other-app.example/callback'];
  return [
    { id: '10000000001.20000000001', app: 'A00000001', secret: nextId(), redirectUris, ...own },
    { id: '10000000001.20000000002', app: 'A00000002', secret: nextId(), redirectUris: others },
  ];
}
