import { createFakeServer, type FakeServer } from '@bearerkit/testkit';
import { authorizeRoutes } from './authorize.ts';
import type { MeetupClient, MeetupClients } from './clients.ts';
import { graphqlRoutes } from './gql-ext.ts';
import type { MeetupMembers } from './members.ts';
import type { MeetupFakeOptions } from './options.ts';
import { restRoutes } from './rest-v2.ts';
import type { MeetupFakeSettings } from './settings.ts';
import { createSigningKey, type MeetupSigningKey } from './signing-keys.ts';
import { createState, type Grant } from './state.ts';
import { tokenRoutes } from './token.ts';
import { issueTokens, type MeetupTokens, removeTokens } from './tokens.ts';
import { type AuthorizeWalk, walkAuthorizePage } from './walk.ts';

/** URLs to pass as the provider's `endpoints` option; every other endpoint shares one of these. */
export interface MeetupFakeEndpoints {
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
}

/** A member, and the client that speaks for it. */
export interface MeetupGrant {
  /** @default '200000001' */
  readonly member?: string | undefined;
  /** @default the first client, the application under test */
  readonly client?: MeetupClient | undefined;
}

/** A local Meetup. */
export interface MeetupFake
  extends Pick<FakeServer, 'url' | 'clock' | 'log' | 'calls' | 'forget' | 'fail' | 'heal' | 'stop' | 'restart'> {
  /** For `@bearerkit/meetup` as it is by default. */
  readonly endpoints: MeetupFakeEndpoints;
  /** For `@bearerkit/meetup` with `api: 'rest-v2'`. */
  readonly endpointsV2: MeetupFakeEndpoints;
  /** The application under test, and one of somebody else. */
  readonly clients: MeetupClients;
  readonly members: MeetupMembers;
  /** Change them at any time. */
  readonly settings: MeetupFakeSettings;
  /** Issues tokens without any request. @throws RangeError for an unknown member */
  mint(grant?: MeetupGrant): MeetupTokens;
  /** Kills the tokens a client holds for a member, as when the member removes the application. */
  remove(grant?: MeetupGrant): void;
  /** Walks the authorize page over HTTP; gives the redirect URL with `code` and `state`. @throws Error without one */
  authorize(walk: AuthorizeWalk): Promise<string>;
  /** Creates a key for the JWT server flow. */
  createSigningKey(grant?: MeetupGrant): MeetupSigningKey;
}

/**
 * Starts a local Meetup on 127.0.0.1, with two clients and six members.
 *
 * @example
 * const fake = await createMeetupFake();
 * const { accessToken } = fake.mint({ member: '200000002' });
 */
export async function createMeetupFake(options: MeetupFakeOptions = {}): Promise<MeetupFake> {
  const state = createState(options);
  const { clients, members, settings, clock } = state;
  const routes = { ...authorizeRoutes(state), ...tokenRoutes(state), ...graphqlRoutes(state), ...restRoutes(state) };
  const server = await createFakeServer({ routes, clock, port: options.port });
  const grantOf = ({ member = '200000001', client = clients[0] }: MeetupGrant = {}): Grant => {
    if (members.get(member) === undefined) throw new RangeError(`There is no member ${member}; use members.add`);
    return { member, client: client.id };
  };
  return {
    ...server,
    endpoints: endpointsAt(server.url, '/gql-ext'),
    endpointsV2: endpointsAt(server.url, '/2/member/self/'),
    clients,
    members,
    settings,
    mint: (grant) => issueTokens(state, grantOf(grant)),
    remove: (grant) => removeTokens(state, grantOf(grant)),
    authorize: walkAuthorizePage,
    createSigningKey: (grant) => createSigningKey(state, grantOf(grant)),
  };
}

function endpointsAt(url: string, userinfo: string): MeetupFakeEndpoints {
  const [authorize, token] = [`${url}/oauth2/authorize`, `${url}/oauth2/access`];
  return { authorize, token, userinfo: url + userinfo };
}
