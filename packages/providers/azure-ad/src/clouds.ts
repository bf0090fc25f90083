/**
 * Hosts of a national cloud, and what its keys call it.
 * https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud (checked 2026-08)
 */
export const clouds = {
  global: { login: 'login.microsoftonline.com', sts: 'sts.windows.net', names: ['microsoftonline.com'] },
  'us-gov': { login: 'login.microsoftonline.us', sts: 'sts.windows.net', names: ['microsoftonline.us'] },
  china: {
    login: 'login.partner.microsoftonline.cn',
    sts: 'sts.chinacloudapi.cn',
    names: ['partner.microsoftonline.cn', 'chinacloudapi.cn'],
  },
} as const;
