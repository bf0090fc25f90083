/** What to do in the Admin Console. */
export const setup = {
  registerUrl: 'https://developer.okta.com/docs/guides/customize-authz-server/main/',
  steps: [
    'Security > API > Authorization Servers > Add: its Audience is the URI of this API. Note each Issuer.',
    'Add Scopes, Claims in the Access Token (groups, e-mail, name), and Access Policies for your clients alone.',
    'Applications > Create App Integration: OIDC, or API Services for machines and introspection. Note client ids.',
    'For logins the exact sign-in redirect URI is `<your origin>/auth/<key>/callback`.',
  ],
};
