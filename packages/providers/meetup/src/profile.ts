import { judgeGraphql, judgeRest } from './judge.ts';

const marks = { mutable: true, reassignable: true };

// Small, since one field that Meetup removes fails the whole query; both need `status`, by which members are refused.
const profileQuery = 'query { self { id name username email status memberPhoto { standardUrl } } }';
const livenessQuery = 'query { self { id name status } }';

/** The current API: https://www.meetup.com/graphql/guide/ (checked 2026-08). */
export const graphql = {
  userinfo: { url: 'https://api.meetup.com/gql-ext', method: 'POST', body: { query: profileQuery } },
  liveness: { sameUrlAs: 'userinfo', method: 'POST', body: { query: livenessQuery } },
  judge: judgeGraphql,
  status: '/data/self/status',
  attributes: {
    from: 'userinfo',
    subject: '/data/self/id',
    username: { pointer: '/data/self/username', ...marks },
    name: { pointer: '/data/self/name', ...marks },
    email: { pointer: '/data/self/email', ...marks, unverified: true },
    picture: '/data/self/memberPhoto/standardUrl',
  },
} as const;

/** API version 2: https://secure.meetup.com/meetup_api/docs/ (checked 2026-08). */
export const restV2 = {
  userinfo: 'https://api.meetup.com/2/member/self/',
  liveness: { sameUrlAs: 'userinfo' },
  judge: judgeRest,
  status: '/status',
  attributes: {
    from: 'userinfo',
    subject: '/id',
    name: { pointer: '/name', ...marks },
    email: { pointer: '/email', ...marks, unverified: true },
    picture: '/photo/photo_link',
  },
} as const;
