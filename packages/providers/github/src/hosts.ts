/** Where a GitHub is: its pages, its REST API, and the issuer of its Actions tokens; none ends with a slash. */
export interface Hosts {
  readonly web: string;
  readonly rest: string;
  readonly issuer: string;
}

/**
 * GitHub itself, GitHub with data residency (`*.ghe.com`, whose API has no `/api/v3`), or Enterprise Server.
 *
 * @see https://docs.github.com/en/enterprise-cloud@latest/admin/data-residency (checked 2026-08)
 */
export function hostsOf(host: string): Hosts {
  const web = `https://${host}`;
  if (host === 'github.com') {
    return { web, rest: 'https://api.github.com', issuer: 'https://token.actions.githubusercontent.com' };
  }
  if (host.endsWith('.ghe.com')) {
    return { web, rest: `https://api.${host}`, issuer: `https://token.actions.${host}` };
  }
  return { web, rest: `${web}/api/v3`, issuer: `${web}/_services/token` };
}
