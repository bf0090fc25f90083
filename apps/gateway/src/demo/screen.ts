import type { DemoValues } from './demo.ts';

/** What a person sees when the demo is up. */
export function screen(values: DemoValues): string {
  const content = `${values.gateway}/confluence/rest/api/content/?limit=2`;
  const pulls = `${values.gateway}/bitbucket/rest/api/1.0/dashboard/pull-requests?limit=2`;
  return `
  Bearerkit demo: a Meetup token opens Confluence and Bitbucket, which have never heard of Meetup.

    gateway     ${values.gateway}
    admin       ${values.admin}
    Meetup      ${values.provider}   (a local fake)
    Confluence  ${values.confluence}   (a local fake; trusts only the gateway's signed assertion)
    Bitbucket   ${values.bitbucket}   (a local fake, likewise)

  Of the members at this Meetup only 200000001 (Member One) is linked to a local user: ${values.user}. Here is a fresh token:

    TOKEN=${values.token}

  A good token: 200, and the pages that ${values.user} may see

    curl -i -H "Authorization: Bearer $TOKEN" "${content}"
    curl -i -H "Authorization: Bearer $TOKEN" "${pulls}"

  No token: 401 with a challenge.  A wrong one: 401 invalid_token

    curl -i "${content}"
    curl -i -H "Authorization: Bearer wrong" "${content}"

  A token that another Meetup application obtained for the same member: Meetup says it is good, we refuse it

    curl -i -H "Authorization: Bearer ${values.otherAppToken}" "${content}"

  Obtain a token by yourself: open ${values.gateway}/auth/meetup in a browser,
  or point Postman's Access Token URL at the relay, ${values.relay}.
  Every request shows below, with the reason where it is refused.
  The guide for real products: apps/docs/guides/meetup-to-confluence.md.  Ctrl-C stops everything.
`;
}
