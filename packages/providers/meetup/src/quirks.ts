import type { Quirk } from '@bearerkit/core/provider';

const quirk = (id: string, source: string, summary: string): Quirk => ({ id, summary, source, checked: '2026-08-01' });
const help = 'https://help.meetup.com/hc/en-us/articles/41467209211917';
const oauth = 'https://www.meetup.com/graphql/authentication/';
const basic = 'https://github.com/singingwolfboy/flask-dance/issues/239';
const client = 'https://github.com/rladies/meetupr';
const thread = (number: number) => `https://github.com/meetuparchive/api/issues/${number}`;

/** What Meetup does that a naive client gets wrong; each has a test of its name. */
export const quirks: readonly Quirk[] = [
  quirk('no-introspection', oauth, 'No call tells to which application a token was issued: we take only our own.'),
  quirk('anonymous-200', client, 'Public queries answer 200 without any token: only a named member is proof.'),
  quirk('errors-inside-200', client, 'GraphQL errors come with status 200, sometimes without `data`.'),
  quirk('id-type-drift', client, 'The member id is a string or a number: both become one decimal string.'),
  quirk('basic-auth-ignored', basic, 'Client id and secret count in the form body only.'),
  quirk('invalid-client-for-redirect', thread(212), 'A redirect URI that differs is reported as `invalid_client`.'),
  quirk('refresh-single-use-ish', thread(110), 'A refresh token may repeat, change or die: store what comes back.'),
  quirk('email-nulls-self', client, 'An e-mail that can not be resolved nulls the whole member: asked again without.'),
  quirk('schema-drift', client, 'A field removed from the schema fails the whole query: 503, not a bad token.'),
  quirk('pro-lapse', help, "The owner's Meetup Pro ends: every token fails, and works again once it is renewed."),
  quirk('prereg-member', thread(346), 'Pre-registered members own tokens: refused, as are others in `refuseStatus`.'),
  quirk('http-ok-redirect-prefix', oauth, 'Paths below the registered callback are allowed: serve no redirects there.'),
  quirk('scheme-case', oauth, '`token_type` is `bearer`; the documentation writes the scheme both ways.'),
  quirk(
    'ageless-varies',
    thread(140),
    'With scope `ageless` a life is an hour to two years: only `expires_in` counts.',
  ),
  quirk(
    'dead-legacy',
    thread(342),
    '`rest-v2` may be gone (404, 410, a page): a configuration error, not a bad token.',
  ),
];
