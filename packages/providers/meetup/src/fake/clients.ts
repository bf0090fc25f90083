/** An OAuth client, registered as in Meetup's list of clients. */
export interface MeetupClient {
  /** Meetup calls it "Key". */
  readonly id: string;
  secret: string;
  /** The one registered redirect URI; a path below it is admitted too. */
  redirectUri: string;
}

/** The application under test, and an application of somebody else. */
export type MeetupClients = readonly [own: MeetupClient, other: MeetupClient];

/** Registers the two clients every fake has. */
export function createClients(nextId: () => string, own: Partial<MeetupClient> = {}): MeetupClients {
  return [
    { id: 'meetup-client', secret: nextId(), redirectUri: 'http://127.0.0.1:8080/auth/meetup/callback', ...own },
    { id: 'other-app', secret: nextId(), redirectUri: 'https://other-app.example/callback' },
  ];
}

/**
 * Meetup's rule: host and port equal the registered ones, the path is the same or below it.
 *
 * @see https://www.meetup.com/graphql/authentication/
 */
export function redirectAllowed(registered: string, given: string): boolean {
  if (!URL.canParse(given)) return false;
  const [own, url] = [new URL(registered), new URL(given)];
  const below = url.pathname === own.pathname || url.pathname.startsWith(`${own.pathname.replace(/\/$/, '')}/`);
  return /^https?:$/.test(url.protocol) && url.host === own.host && below;
}
