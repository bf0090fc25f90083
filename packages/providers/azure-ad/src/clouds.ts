/** Where a national cloud signs in, who issues its tokens of version 1, and what it calls itself in its keys. */
export interface Cloud {
  /** Also the host of issuers of version 2. */
  readonly login: string;
  readonly sts: string;
  /** Values of `cloud_instance_name`. */
  readonly instances: readonly unknown[];
}

/** https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud (checked 2026-08) */
export const clouds = {
  global: { login: 'login.microsoftonline.com', sts: 'sts.windows.net', instances: ['microsoftonline.com'] },
  'us-gov': { login: 'login.microsoftonline.us', sts: 'sts.windows.net', instances: ['microsoftonline.us'] },
  china: {
    login: 'login.partner.microsoftonline.cn',
    sts: 'sts.chinacloudapi.cn',
    instances: ['partner.microsoftonline.cn', 'chinacloudapi.cn'],
  },
} as const satisfies Readonly<Record<string, Cloud>>;

/** Values of `aud` that name Microsoft's own APIs. */
export const microsoftApis: ReadonlySet<unknown> = new Set(
  [
    '00000003-0000-0000-c000-000000000000',
    ...['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn'],
    'management.azure.com',
  ].flatMap((name) => (name.includes('.') ? [`https://${name}`, `https://${name}/`] : [name])),
);

/** The tenant of personal accounts. */
export const personal = '9188040d-6c67-4c5b-b112-36a304b66dad';
