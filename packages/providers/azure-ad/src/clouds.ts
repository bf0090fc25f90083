/** Hosts of a national cloud, and what its keys call it; https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud */
export const clouds = {
  global: { login: 'login.microsoftonline.com', sts: 'sts.windows.net', names: ['microsoftonline.com'] },
  'us-gov': { login: 'login.microsoftonline.us', sts: 'sts.windows.net', names: ['microsoftonline.us'] },
  china: {
    login: 'login.partner.microsoftonline.cn',
    sts: 'sts.chinacloudapi.cn',
    names: ['partner.microsoftonline.cn', 'chinacloudapi.cn'],
  },
} as const;

/** `aud` of tokens for Microsoft's own APIs, in every cloud. */
export const isMicrosoftApi = (audience: unknown): boolean =>
  audience === '00000003-0000-0000-c000-000000000000' ||
  /^https:\/\/((dod-)?graph\.microsoft\.(com|us)|microsoftgraph\.chinacloudapi\.cn|management\.azure\.com)\/?$/.test(
    String(audience),
  );

/** The tenant of personal accounts. */
export const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
