export type { AssertionOptions } from './assertion.ts';
export { createBitbucketFake } from './bitbucket/bitbucket-fake.ts';
export { createConfluenceFake } from './confluence/confluence-fake.ts';
export type { UpstreamFake, UpstreamFakeOptions } from './product.ts';
export type { LoggedRequest } from './server.ts';
export { demoUsers, type LocalUser } from './user.ts';
