/** How an administrator registers with Google. */
export const setup = {
  registerUrl: 'https://console.cloud.google.com/auth/clients',
  steps: [
    'Google Cloud console, Google Auth Platform: once fill in Branding, and Audience (Internal: your Workspace alone).',
    'Clients, Create client, application type Web application.',
    'Authorized redirect URIs: the exact callback `<your origin>/auth/<key>/callback`.',
    'Create; copy Client ID (`clientId`) and Client secret (`clientSecret`), which is shown in full only now.',
    'External and Testing: only listed test users, and refresh tokens die after 7 days. Publish app ends that.',
  ],
};
