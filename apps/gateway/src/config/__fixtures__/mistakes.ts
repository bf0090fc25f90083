/** A configuration that can be used. */
export const good = `version: 1
listen: 127.0.0.1:8080
resource: https://api.example.com
admin: { listen: 127.0.0.1:8081 }
store: sqlite:./bearerkit.db
providers:
  meetup:
    use: "@bearerkit/meetup"
    clientId: \${KEY}
    clientSecret: { file: secrets/meetup }
    relay: {}
upstreams:
  wiki:
    url: http://127.0.0.1:8090
    type: confluence
    users:
      kind: static
      match: link
      list:
        - { username: user-1, groups: [confluence-users] }
    actAs: { kind: jwt }
policy:
  enabled: true
routes:
  - match: { path: /wiki/rest/** }
    upstream: wiki
    accept: [meetup]
default: deny
`;

/** What is wrong; what is written instead of what; and the answer, from its line on. */
export const mistakes: readonly (readonly [what: string, from: string, to: string, answer: string])[] = [
  ['an unknown option', 'policy:\n', 'polcy: {}\npolicy:\n', '22: polcy: there is no such option; check its spelling'],
  ['a missing member', 'listen: 127.0.0.1:8080\n', '', '1: listen: is missing'],
  ['a bad address', 'listen: 127.0.0.1:8080', 'listen: 127.0.0.1', '2: listen: is an address and a port'],
  ['one address for both', '127.0.0.1:8081', '127.0.0.1:8080', '4: admin.listen: is the public address too'],
  ['a plain http resource', 'https://api', 'http://api', '3: resource: is http://api.example.com, which is not https'],
  ['another store', 'sqlite:./bearerkit.db', 'postgres://u:p@db/x', '5: store: only SQLite is supported'],
  [
    'a variable that is not set',
    `\${KEY}`,
    `\${NO_KEY}`,
    '9: providers.meetup.clientId: the environment variable NO_KEY is not set',
  ],
  [
    'a missing secret file',
    'secrets/meetup',
    'secrets/none',
    '10: providers.meetup.clientSecret: file <folder>/secrets/none does not exist',
  ],
  [
    'a folder as secret file',
    'secrets/meetup',
    'secrets',
    '10: providers.meetup.clientSecret: file <folder>/secrets can not be read (EISDIR)',
  ],
  [
    'an empty secret file',
    'secrets/meetup',
    'secrets/empty',
    '10: providers.meetup.clientSecret: file <folder>/secrets/empty is empty',
  ],
  ['a bad provider key', '  meetup:\n', '  Meetup:\n', '7: providers.Meetup: a key has lower-case letters'],
  [
    'a package that is not installed',
    '"@bearerkit/meetup"',
    '"@bearerkit/none"',
    '8: providers.meetup.use: `@bearerkit/none` is no provider package of this application',
  ],
  [
    'an unknown provider option',
    'relay: {}',
    'relais: {}',
    '11: providers.meetup.relais: meetup: option `relais`: this option does not exist',
  ],
  [
    'a missing provider option',
    `    clientId: \${KEY}\n`,
    '',
    '7: providers.meetup.clientId: meetup: option `clientId`',
  ],
  [
    'an http provider URL',
    'relay: {}',
    'endpoints: { userinfo: "http://meetup.test/me" }',
    '11: providers.meetup.endpoints.userinfo: meetup: endpoint `userinfo` is http://meetup.test',
  ],
  [
    'binding none without the opt-in',
    'relay: {}',
    'binding: none',
    '7: providers.meetup.acceptTokensOfAnyApp: meetup: nothing shows to which application',
  ],
  [
    'a redirect URI that is not https',
    'relay: {}',
    'relay: { redirectUris: ["http://evil.test/x"] }',
    '11: providers.meetup.relay.redirectUris[0]: this redirect URI is http://evil.test',
  ],
  [
    'a redirect URI with a fragment',
    'relay: {}',
    'relay: { redirectUris: ["https://a.test/x#y"] }',
    '11: providers.meetup.relay.redirectUris[0]: this redirect URI has a fragment',
  ],
  [
    'a redirect URI that runs',
    'relay: {}',
    'relay: { redirectUris: ["javascript:alert(1)"] }',
    '11: providers.meetup.relay.redirectUris[0]: this redirect URI is javascript:',
  ],
  [
    'an http upstream elsewhere',
    'http://127.0.0.1:8090',
    'http://wiki.test:8090',
    '14: upstreams.wiki.url: http://wiki.test:8090 is neither https nor a loopback address',
  ],
  [
    'a name that only begins like loopback',
    'http://127.0.0.1:8090',
    'http://127.0.0.1.wiki.test',
    '14: upstreams.wiki.url: http://127.0.0.1.wiki.test is neither',
  ],
  [
    'an upstream with a path',
    'http://127.0.0.1:8090',
    'http://127.0.0.1:8090/x',
    '14: upstreams.wiki.url: is an origin',
  ],
  [
    'an upstream with a password',
    'http://127.0.0.1:8090',
    'http://u:p@127.0.0.1:8090',
    '14: upstreams.wiki.url: is an origin',
  ],
  ['an unknown kind of users', 'kind: static', 'kind: ldap', '17: upstreams.wiki.users.kind: there is no such kind'],
  [
    'a user who is there twice',
    '- { username: user-1, groups',
    '- { username: USER-1 }\n        - { username: user-1, groups',
    '21: upstreams.wiki.users.list[1].username: is there twice',
  ],
  [
    'a user name with a space',
    'username: user-1',
    'username: "j doe"',
    '20: upstreams.wiki.users.list[0].username: is no user name',
  ],
  [
    'an attribute without its match',
    'match: link',
    'attribute: username',
    '18: upstreams.wiki.users.attribute: has no effect with `match: link`',
  ],
  [
    'a header that is not ours to set',
    '{ kind: jwt }',
    '{ kind: header, header: Content-Length }',
    '21: upstreams.wiki.actAs.header: is no header that can carry an identity',
  ],
  [
    'an unknown option of actAs',
    '{ kind: jwt }',
    '{ kind: jwt, exp: 3600 }',
    '21: upstreams.wiki.actAs.exp: there is no such option',
  ],
  [
    'an unknown upstream',
    'upstream: wiki',
    'upstream: wicky',
    '26: routes[0].upstream: no upstream is called `wicky`; there are wiki',
  ],
  ['an unknown provider', 'accept: [meetup]', 'accept: [github]', '27: routes[0].accept: `accept` names `github`'],
  ['no accept', '    accept: [meetup]\n', '', '25: routes[0].accept: is missing'],
  [
    'public and accept',
    'accept: [meetup]',
    'accept: [meetup]\n    public: true',
    '27: routes[0].accept: a public route accepts no token',
  ],
  [
    'public and scopes',
    'accept: [meetup]',
    'public: true\n    scopes: [read]',
    '28: routes[0].scopes: a public route has no caller',
  ],
  ['a word for yes', 'policy:\n', 'dpop: { required: "true" }\npolicy:\n', '22: dpop.required: expected boolean'],
  ['an unknown option of dpop', 'policy:\n', 'dpop: { require: true }\npolicy:\n', '22: dpop.require: there is no'],
  [
    'proofs that nobody reads',
    'accept: [meetup]',
    'accept: [meetup]\n    dpop: true',
    '28: routes[0].dpop: needs `dpop: {}` at the top of the file',
  ],
  [
    'public and proofs',
    'accept: [meetup]',
    'public: true\n    dpop: true',
    '28: routes[0].dpop: a public route has no caller',
  ],
  [
    'public and a class of sign-in',
    'accept: [meetup]',
    'public: true\n    acr: [strong]',
    '28: routes[0].acr: a public route has no caller',
  ],
  [
    'two classes of sign-in in one',
    'accept: [meetup]',
    'accept: [meetup]\n    acr: ["strong stronger"]',
    '28: routes[0].acr[0]: is a class of sign-in, without a space',
  ],
  [
    'proofs for another host',
    'routes:\n  - match: { path: /wiki/rest/** }',
    'dpop: { required: true }\nroutes:\n  - match: { host: wiki.test, path: /wiki/rest/** }',
    '26: routes[0].match.host: a proof is made for api.example.com, the host of `resource`',
  ],
  ['users missing', '    actAs: { kind: jwt }\n', '', '25: routes[0].upstream: `wiki` needs `actAs`'],
  [
    'a path of our own',
    '/wiki/rest/**',
    '/auth/**',
    '25: routes[0].match.path: /auth/** belongs to the gateway itself',
  ],
  [
    'a wildcard in the middle',
    '/wiki/rest/**',
    '/wiki/*/x',
    '25: routes[0].match.path: a path pattern has `*` only as `/**`',
  ],
  ['an encoded path', '/wiki/rest/**', '/wiki/%41', '25: routes[0].match.path: a path pattern is written decoded'],
  [
    'a dot segment',
    '/wiki/rest/**',
    '/wiki/../x',
    '25: routes[0].match.path: a path pattern has no `.` or `..` segment',
  ],
  ['an empty segment', '/wiki/rest/**', '/wiki//x', '25: routes[0].match.path: a path pattern has no empty segment'],
  [
    'a host with a slash',
    '{ path: /wiki/rest/** }',
    '{ host: "a/b", path: /x }',
    '25: routes[0].match.host: is a host name',
  ],
  [
    'a method in small letters',
    '{ path: /wiki/rest/** }',
    '{ methods: [get], path: /x }',
    '25: routes[0].match.methods[0]: is a method in capitals',
  ],
  ['another default', 'default: deny', 'default: allow', '28: default: must be deny'],
];
