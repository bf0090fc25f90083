import { azureAd } from '@bearerkit/azure-ad';
import { createAzureAdFake } from '@bearerkit/azure-ad/fake';
import { cognito } from '@bearerkit/cognito';
import { createCognitoFake } from '@bearerkit/cognito/fake';
import type { Provider } from '@bearerkit/core/provider';
import { facebook } from '@bearerkit/facebook';
import { createFacebookFake } from '@bearerkit/facebook/fake';
import { github } from '@bearerkit/github';
import { createGithubFake } from '@bearerkit/github/fake';
import { gitlab } from '@bearerkit/gitlab';
import { createGitlabFake } from '@bearerkit/gitlab/fake';
import { google } from '@bearerkit/google';
import { createGoogleFake } from '@bearerkit/google/fake';
import { keycloak } from '@bearerkit/keycloak';
import { createKeycloakFake } from '@bearerkit/keycloak/fake';
import { meetup } from '@bearerkit/meetup';
import { createMeetupFake } from '@bearerkit/meetup/fake';
import { oidc } from '@bearerkit/oidc';
import { createOidcFake } from '@bearerkit/oidc/fake';
import { okta } from '@bearerkit/okta';
import { createOktaFake } from '@bearerkit/okta/fake';
import { slack } from '@bearerkit/slack';
import { createSlackFake } from '@bearerkit/slack/fake';
import type { FakeServer, FakeTokenRequest, ProviderFake } from '@bearerkit/testkit';

/** A vendor on loopback, and our provider for it. */
export interface Vendor extends Pick<FakeServer, 'log' | 'url' | 'forget' | 'stop'> {
  readonly provider: Provider;
  readonly redirectUri: string;
  /** A token that the vendor issued; where only a login binds it, one of somebody else's login. */
  token(request?: FakeTokenRequest): Promise<string | undefined>;
  authorize(url: string): Promise<string>;
}

const ours = ({ client: { id, secret }, endpoints }: Pick<ProviderFake, 'client' | 'endpoints'>) => ({
  clientId: id,
  clientSecret: secret,
  endpoints,
});

const vendor = (fake: ProviderFake, provider: Provider): Vendor => ({
  ...fake,
  provider,
  redirectUri: fake.client.redirectUri,
});

/** Starts all eleven, each with the data of its own contract test. */
export async function startEleven() {
  const azure = await createAzureAdFake();
  const pool = await createCognitoFake();
  const book = await createFacebookFake();
  const hub = await createGithubFake();
  const lab = await createGitlabFake();
  const goo = await createGoogleFake();
  const cloak = await createKeycloakFake();
  const okt = await createOktaFake();
  const slk = await createSlackFake();
  const meet = await createMeetupFake();
  const open = await createOidcFake();
  const [meetClient, meetOther] = meet.clients;
  const tenant = { tenantId: azure.tenants.home, audience: [azure.apps.api.id, azure.apps.api.uri ?? ''] };
  const userPool = { userPoolId: 'us-east-1_AbCdEf123', clientIds: [pool.client.id] };
  const server = { issuer: 'https://example.okta.com/oauth2/default', audience: 'api://default' };
  const realm = { issuer: 'https://kc.example.com/realms/acme', audience: 'rest-api' };
  return {
    azure: vendor(azure, azureAd({ ...tenant, ...ours(azure) })),
    cognito: vendor(pool, cognito({ ...userPool, ...ours(pool) })),
    facebook: vendor(book, facebook(ours(book))),
    github: vendor(hub, github(ours(hub))),
    gitlab: vendor(lab, gitlab(ours(lab))),
    google: vendor(goo, google(ours(goo))),
    keycloak: vendor(cloak, keycloak({ ...realm, ...ours(cloak) })),
    okta: vendor(okt, okta({ ...server, clientIds: [okt.client.id], ...ours(okt) })),
    slack: vendor(slk, slack({ teams: ['T00000001'], ...ours(slk) })),
    meetup: {
      ...meet,
      provider: meetup({ clientId: meetClient.id, clientSecret: meetClient.secret, endpoints: { ...meet.endpoints } }),
      redirectUri: meetClient.redirectUri,
      token: async ({ client, kind = 'access' } = {}) => {
        const { accessToken, refreshToken } = meet.mint({ client: client === 'other' ? meetOther : meetClient });
        return { access: accessToken, refresh: refreshToken, id: undefined, machine: undefined }[kind];
      },
      authorize: (url) => meet.authorize({ url }),
    },
    oidc: {
      ...open,
      provider: oidc({ issuer: open.issuer, audience: 'https://api.example.com' }),
      redirectUri: open.clients[0].redirectUri,
      token: async ({ client, state, kind = 'access' } = {}) => {
        if (state === 'expired') return open.forge({ claims: { exp: Math.floor(Date.now() / 1000) - 3600 } });
        if (state === 'revoked' || kind === 'machine') return undefined;
        const request = client === 'other' ? { client: open.clients[1], resource: 'https://other.example.com' } : {};
        const { accessToken, refreshToken, idToken } = await open.signIn(request);
        return { access: accessToken, refresh: refreshToken, id: idToken }[kind];
      },
      authorize: (url) => open.authorize({ url }),
    },
  } satisfies Readonly<Record<string, Vendor>>;
}
