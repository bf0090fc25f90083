import type { Quirk } from '@bearerkit/core/provider';

const source = 'https://discord.com/developers/docs/topics/oauth2';

/** What Discord does that a naive client gets wrong: each has a test of its id. */
export const quirks: readonly Quirk[] = [
  {
    id: 'users-me-names-no-application',
    summary: '`/users/@me` answers the token of any application: only `/oauth2/@me` says whose it is.',
    source,
    checked: '2026-11-24',
  },
];
