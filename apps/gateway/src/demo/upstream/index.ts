export { createBitbucketFake } from './bitbucket/bitbucket-fake.ts';
export { createConfluenceFake } from './confluence/confluence-fake.ts';
