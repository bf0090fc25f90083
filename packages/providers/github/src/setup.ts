/** How to register with GitHub; an Enterprise Server has the same pages. */
export const setup = {
  registerUrl: 'https://github.com/settings/applications/new',
  steps: [
    'Open Settings > Developer settings > OAuth apps > New OAuth App (for an organisation: in its own settings).',
    'Set the exact Authorization callback URL `<your origin>/auth/<key>/callback`, with wildcard matching off.',
    'Register application, and copy the Client ID (`clientId`).',
    'Generate a new client secret, and copy it (`clientSecret`).',
    'For a GitHub App instead: keep token expiry on, and give it the account permission Email addresses: Read-only.',
  ],
};
