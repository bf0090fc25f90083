/** An address of an account, as `/user/emails` lists it. */
export interface GithubEmail {
  readonly email: string;
  readonly primary: boolean;
  readonly verified: boolean;
  readonly visibility: 'private' | 'public' | null;
}

/** An account's place in an organisation. */
export interface GithubMembership {
  readonly state: 'active' | 'pending';
  readonly role: 'admin' | 'member';
  readonly organization: GithubOrganization;
}

/** An organisation. */
export interface GithubOrganization {
  readonly login: string;
  readonly id: number;
}

/** A team of an organisation. */
export interface GithubTeam {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly organization: GithubOrganization;
}

/** An account of the fake GitHub. */
export interface GithubAccount {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  readonly type: 'User' | 'Bot' | 'Organization';
  /** What the profile shows in public; nobody has verified it. */
  readonly publicEmail: string | null;
  readonly emails: readonly GithubEmail[];
  readonly memberships: readonly GithubMembership[];
  readonly teams: readonly GithubTeam[];
}

/** The accounts of a fake. */
export interface GithubAccounts {
  all(): readonly GithubAccount[];
  get(id: number): GithubAccount | undefined;
  /** Adds an account, with made-up values where none are given. @throws RangeError when the id is taken */
  add(account: Partial<GithubAccount> & { readonly id: number }): GithubAccount;
  /** @throws RangeError for an unknown id, or a login that another account has */
  update(id: number, changes: Partial<Omit<GithubAccount, 'id'>>): GithubAccount;
}

const exampleOrg = { login: 'example-org', id: 9_000_001 };
const otherOrg = { login: 'other-org', id: 9_000_002 };

/** Makes the accounts every fake begins with: 1001, 1002 whose primary address is unverified, 1003 without any. */
export function createAccounts(): GithubAccounts {
  const accounts = new Map<number, GithubAccount>();
  const put = (account: GithubAccount): GithubAccount => {
    const same = [...accounts.values()].find(({ id, login }) => login === account.login && id !== account.id);
    if (same !== undefined) throw new RangeError(`Account ${same.id} has the login ${account.login}; rename it first`);
    accounts.set(account.id, account);
    return account;
  };
  const api: GithubAccounts = {
    all: () => [...accounts.values()],
    get: (id) => accounts.get(id),
    add: (account) => {
      if (accounts.has(account.id)) throw new RangeError(`Account ${account.id} exists already; use update`);
      return put({ ...madeUp(account.id), ...account });
    },
    update: (id, changes) => {
      const account = accounts.get(id);
      if (account === undefined) throw new RangeError(`There is no account ${id}; use add`);
      return put({ ...account, ...changes });
    },
  };
  api.add({
    id: 1001,
    memberships: [
      { state: 'active', role: 'member', organization: exampleOrg },
      { state: 'pending', role: 'member', organization: otherOrg },
    ],
    teams: [{ id: 8001, slug: 'justice-league', name: 'Justice League', organization: exampleOrg }],
  });
  api.add({
    id: 1002,
    emails: [address('member-2@example.com', true, false), address('second-2@example.com', false, true)],
  });
  api.add({ id: 1003, name: null, emails: [] });
  return api;
}

const address = (email: string, primary: boolean, verified: boolean): GithubEmail => ({
  email,
  primary,
  verified,
  visibility: primary ? 'private' : null,
});

function madeUp(id: number): GithubAccount {
  const login = `member-${id % 1000}`;
  return {
    id,
    login,
    name: `Member ${id % 1000}`,
    type: 'User',
    publicEmail: `public-${id % 1000}@example.com`,
    emails: [address(`second-${id % 1000}@example.com`, false, true), address(`${login}@example.com`, true, true)],
    memberships: [],
    teams: [],
  };
}
