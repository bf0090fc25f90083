import type { ProviderFake } from '@bearerkit/testkit';
import { createMeetupFake } from '../fake/index.ts';

/** A local Meetup as the contract of providers uses it. */
export async function createContractFake(): Promise<ProviderFake> {
  const fake = await createMeetupFake({ seed: 'contract' });
  const [own, other] = fake.clients;
  const { id: subject, ...member } = fake.members.get('200000001') ?? { id: '', name: '', username: '', email: '' };
  return {
    ...fake,
    endpoints: { ...fake.endpoints },
    client: own,
    accounts: {
      member: {
        subject,
        username: member.username ?? undefined,
        name: member.name ?? undefined,
        email: member.email,
        emailVerified: false,
      },
    },
    paths: { token: '/oauth2/access', proof: ['/gql-ext'] },
    token: async ({ client, kind = 'access' } = {}) => {
      const { accessToken, refreshToken } = fake.mint({ client: client === 'other' ? other : own });
      return { access: accessToken, refresh: refreshToken, id: undefined, machine: undefined }[kind];
    },
    authorize: (url) => fake.authorize({ url }),
    revoke: async () => fake.remove(),
  };
}
