/** Addresses of the parts of a demo. */
export interface DemoAddresses {
  readonly gatewayPort: number;
  readonly adminPort: number;
  readonly provider: { readonly authorize: string; readonly token: string; readonly userinfo: string };
  readonly confluence: string;
  readonly bitbucket: string;
  readonly clientId: string;
}

/** The configuration file of the demo: what an administrator would write, with the fakes' addresses. */
export function demoConfiguration(at: DemoAddresses): string {
  const upstream = (name: string, url: string) => `  ${name}:
    url: ${url}
    type: ${name}
    users:
      kind: static
      match: link
      directory: demo
      list:
        - { username: demo-user, groups: [staff] }
        - { username: demo-reviewer, groups: [staff] }
    actAs: { kind: jwt }
`;
  return `version: 1
listen: 127.0.0.1:${at.gatewayPort}
resource: http://127.0.0.1:${at.gatewayPort}
admin: { listen: "127.0.0.1:${at.adminPort}" }
data: ./data
store: sqlite:./bearerkit.db
providers:
  meetup:
    use: "@bearerkit/meetup"
    clientId: ${at.clientId}
    clientSecret: { file: meetup-secret }
    endpoints: { authorize: "${at.provider.authorize}", token: "${at.provider.token}", userinfo: "${at.provider.userinfo}" }
    relay: {}
upstreams:
${upstream('confluence', at.confluence)}${upstream('bitbucket', at.bitbucket)}policy:
  enabled: true
routes:
  - { match: { path: /confluence/rest/** }, upstream: confluence, accept: [meetup] }
  - { match: { path: /bitbucket/rest/** }, upstream: bitbucket, accept: [meetup] }
  - { match: { path: /confluence/status, methods: [GET, HEAD] }, upstream: confluence, public: true }
  - { match: { path: /bitbucket/status, methods: [GET, HEAD] }, upstream: bitbucket, public: true }
default: deny
`;
}
