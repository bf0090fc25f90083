/** An application registration: a client, an API, or (badly) both. */
export interface AzureAdApp {
  /** Client id, which is also what tokens of version 2 name an API by. */
  readonly id: string;
  readonly secret: string;
  /** Object id of its service principal. */
  readonly oid: string;
  /** Application ID URI, of an API. */
  readonly uri?: string | undefined;
  readonly redirectUri?: string | undefined;
  /** Roles that an administrator gave it at our API; without, it gets tokens all the same. */
  roles?: readonly string[] | undefined;
}

/** A person of the directory. */
export interface AzureAdAccount {
  readonly oid: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  /** What the optional claim says; absent where nobody checked the domain. */
  readonly edov?: unknown;
  readonly groups: readonly string[];
}

const id = (number: number): string => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The tenants that the fake knows. */
export const tenants = { home: id(1), partner: id(2), personal: '9188040d-6c67-4c5b-b112-36a304b66dad' } as const;

/** Names by which tenants are asked for, besides their ids. */
export const aliases: Readonly<Record<string, string>> = {
  common: tenants.home,
  organizations: tenants.home,
  consumers: tenants.personal,
  'example.onmicrosoft.com': tenants.home,
};

/** Microsoft Graph, which is an application like others. */
export const graph = '00000003-0000-0000-c000-000000000000';

/** The applications every fake has. */
export interface AzureAdApps {
  /** Our API, and one of somebody else. */
  readonly api: AzureAdApp;
  readonly otherApi: AzureAdApp;
  /** The client that signs people in to our API, and one of somebody else. */
  readonly client: AzureAdApp & { readonly redirectUri: string };
  readonly otherClient: AzureAdApp;
  /** A client that has a role at our API and signs nobody in. */
  readonly daemon: AzureAdApp;
}

/** Registers them. */
export const createApps = (nextId: () => string, redirectUri: string): AzureAdApps => ({
  api: { id: id(11), secret: nextId(), oid: id(21), uri: 'api://orders' },
  otherApi: { id: id(12), secret: nextId(), oid: id(22), uri: 'api://billing' },
  client: { id: id(13), secret: nextId(), oid: id(23), redirectUri },
  otherClient: { id: id(14), secret: nextId(), oid: id(24), redirectUri: 'https://other-app.example/callback' },
  daemon: { id: id(15), secret: nextId(), oid: id(25), roles: ['Orders.Read'] },
});

/** The people every fake has. */
export const accounts = {
  member: {
    oid: id(31),
    username: 'member-1@example.com',
    name: 'Member One',
    email: 'user@example.com',
    edov: '1',
    groups: [id(41), id(42)],
  },
  unverified: {
    oid: id(32),
    username: 'member-2_home.example.com#EXT#@example.onmicrosoft.com',
    name: 'Member Two',
    email: 'user-2@example.com',
    groups: [],
  },
} as const satisfies Readonly<Record<string, AzureAdAccount>>;
