import { createProviderRegistry } from '@bearerkit/core';
import { z } from 'zod';
import { faults } from '../fake/faults.ts';
import type { ProviderFake } from '../provider-contract/fake.ts';
import type { CreateRegistry } from '../provider-contract/stage.ts';
import type { ProviderUnderTest } from '../provider-contract/world.ts';
import { acme } from './acme.ts';
import { createAcmeFake } from './acme-fake.ts';
import {
  attributesWith,
  believesOverrides,
  deafTo,
  inspectionWith,
  providerWith,
  rulesWith,
} from './wrong-providers.ts';
import {
  callsOutagesBadTokens,
  clientWith,
  followsRedirects,
  httpWith,
  keepsWhatItHeard,
  letsEverybodyIn,
  readsKindly,
  registryWith,
} from './wrong-registries.ts';

/** What a saboteur exchanges. */
export interface Saboteur extends Partial<ProviderUnderTest> {
  readonly registry?: CreateRegistry;
}

const about = (more: object): Saboteur => {
  const factory = Object.assign((options: never) => acme(options), { about: { ...acme.about, ...more } });
  Object.defineProperty(factory, Symbol.for('bearerkit.provider'), { value: true });
  return { factory };
};

const fakeWith = (tamper: (fake: ProviderFake) => Partial<ProviderFake>): Saboteur => ({
  fake: async () => {
    const fake = await createAcmeFake();
    return { ...fake, ...tamper(fake) };
  },
});

const edited = (edit: (url: URL) => void): CreateRegistry =>
  clientWith(({ authorize }) => ({
    authorize: async (how) => {
      const request = await authorize(how);
      const url = new URL(request.url);
      edit(url);
      return { ...request, url: url.href };
    },
  }));
const over = (registry: CreateRegistry): Saboteur => ({ registry });
const outage: readonly Saboteur[] = [over(callsOutagesBadTokens), over(keepsWhatItHeard), over(letsEverybodyIn)];
const page: readonly Saboteur[] = [over(callsOutagesBadTokens), over(letsEverybodyIn)];
const kindly: readonly Saboteur[] = [over(readsKindly), ...page];
const blamesItself = inspectionWith({
  judge: ({ document }) => (document?.active === true ? 'good' : 'misconfigured'),
});

/** For each case, those on whom it must go red. */
export const saboteurs: Readonly<Record<string, readonly Saboteur[]>> = {
  'about: its options become a JSON schema, in which secrets are marked': [
    about({ options: z.strictObject({ clientId: z.string(), clientSecret: z.string() }) }),
    about({ options: z.strictObject({ clientId: z.string() }) }),
  ],
  'about: each quirk has an id, a summary, a source and the day it was read': [
    about({ quirks: [{ ...acme.about.quirks[0], checked: 'lately' }] }),
    about({ quirks: [{ ...acme.about.quirks[0], source: 'hearsay' }] }),
  ],
  'about: each quirk is named by a test': [
    about({ quirks: [{ ...acme.about.quirks[0], id: ['un', 'tested'].join('-') }] }),
  ],
  'about: the factory is found by its brand, and makes what it says': [
    { factory: Object.assign((options: never) => acme(options), { about: acme.about }) },
    about({ id: 'other' }),
  ],
  'options: one that does not exist is refused by its name': [deafTo((name) => name !== 'thereIsNoSuchOption')],
  'options: a misspelt one is refused by its name': [deafTo((name) => name !== 'clientID')],
  'options: a provider is frozen, all the way down': [providerWith(({ scopes }) => ({ scopes: { ...scopes } }))],
  'endpoints: each can be set to another https URL': [deafTo((name) => name !== 'endpoints')],
  'endpoints: http is refused, but for this machine': [deafTo((name) => name !== 'endpoints')],
  'identity: the same for the same application, whatever else is set, and without the secret': [
    providerWith(({ grant, identity }) => ({ identity: `${identity}${grant === undefined ? '' : '+'}` })),
    providerWith(({ client }) => ({ identity: `acme:${client?.secret?.reveal()}` })),
  ],
  'authorize: the URL holds what the provider declares, each parameter once, and nothing else': [
    over(
      clientWith(({ authorize }) => ({ authorize: (how) => authorize({ ...how, parameters: { prompt: 'none' } }) })),
    ),
    over(edited((url) => url.searchParams.set('code_challenge_method', 'plain'))),
    over(edited((url) => url.searchParams.append('state', 'another'))),
    over(edited((url) => url.searchParams.set('permissions', 'one two'))),
  ],
  "authorize: without scopes it asks for the provider's own": [
    over(clientWith(({ authorize }) => ({ authorize: (how) => authorize({ ...how, scopes: [] }) }))),
  ],
  'authorize: state and verifier are new each time, and long (RFC 7636 §4.1)': [
    over(clientWith(({ authorize }) => ({ authorize: (how) => authorize({ ...how, state: 's'.repeat(43) }) }))),
    over(clientWith(({ authorize }) => ({ authorize: (how) => authorize({ ...how, state: `${Math.random()}` }) }))),
  ],
  'exchange: a code gives a bearer token, with the verifier and the same redirect URI': [
    over(
      clientWith(({ exchange }) => ({ exchange: (how) => exchange({ ...how, redirectUri: 'http://127.0.0.1/x' }) })),
    ),
  ],
  'exchange: a code that is not good is invalid_grant': [
    providerWith(() => ({ tokenAnswer: () => ({ error: 'bad_verification_code' }) })),
    providerWith(() => ({ tokenAnswer: () => ({ access_token: 'x', token_type: 'bearer' }) })),
  ],
  'exchange: an answer of another content type is not read': [over(readsKindly)],
  'exchange: client authentication in the declared place, correctly encoded (RFC 6749 §2.3.1)': [
    over(
      httpWith(({ send }) => (request) => {
        const pair = Buffer.from(request.headers?.authorization?.slice(6) ?? '', 'base64').toString('utf8');
        const plain = Buffer.from(decodeURIComponent(pair.replaceAll('+', ' '))).toString('base64');
        return send({ ...request, headers: { ...request.headers, authorization: `Basic ${plain}` } });
      }),
    ),
    over(
      httpWith(
        ({ send }) =>
          (request) =>
            send({ ...request, body: `${request.body}&client_secret=a%3Ab` }),
      ),
    ),
  ],
  'good token: a person with the right subject': [attributesWith({ subject: '/email' })],
  'good token: username as the provider says it': [attributesWith({ username: '/name' })],
  'good token: email as the provider says it': [attributesWith({ email: '/login' })],
  'good token: name as the provider says it': [attributesWith({ name: '/login' })],
  'good token: groups as the provider says it': [attributesWith({ groups: '/login' })],
  'good token: the e-mail is verified only where the provider says so with true': [
    attributesWith({ emailVerified: undefined }),
  ],
  'unverified e-mail: never verified': [attributesWith({ emailVerified: () => true })],
  'good token: its scopes are a list': [
    inspectionWith({ facts: { active: '/active', client: '/client_id', scopes: ({ scope }) => [scope] } }),
    inspectionWith({ facts: { active: '/active', client: '/client_id' } }),
  ],
  'grant: callers get the scopes that the operator grants, and those alone': [deafTo((name) => name !== 'grant')],
  'good token: twenty requests at once ask the provider once': [
    over(
      registryWith((registry, settings) => ({
        verify: (request, demands) =>
          createProviderRegistry({ vendor: registry.provider('vendor') }, settings).verify(
            request,
            demands as object,
          ) as never,
      })),
    ),
  ],
  'attributes: subject and emailVerified can not be overridden': [believesOverrides],
  'attributes: a user name from elsewhere works, and carries the marks of its place': [
    believesOverrides,
    deafTo((name) => name !== 'attributes'),
  ],
  'attributes: an e-mail from elsewhere is never verified': [deafTo((name) => name !== 'attributes')],
  "stolen token: another application's is refused": [
    rulesWith(() => ({ binding: 'none' })),
    inspectionWith({ facts: { active: '/active', client: () => 'our-app' } }),
    over(letsEverybodyIn),
  ],
  'stolen token: a hand-written GET userinfo check lets it in': [
    fakeWith((fake) => {
      fake.fail(faults.status(401), { path: '/userinfo' });
      return {};
    }),
  ],
  'bad token: garbage is 401 with a reason of the closed list, never an exception': [
    blamesItself,
    over(registryWith(() => ({ verify: async () => Object.keys(undefined as never) as never }))),
    over(letsEverybodyIn),
  ],
  'bad token: an expired one is expired or inactive': [blamesItself, over(letsEverybodyIn)],
  'bad token: one that the provider revoked is inactive or revoked': [blamesItself, over(letsEverybodyIn)],
  'bad token: an ID token is no access token': [over(letsEverybodyIn)],
  'bad token: a refresh token is no access token': [over(letsEverybodyIn)],
  'bad token: one that was revoked here is refused at once': [
    over(registryWith(() => ({ revoke: async () => ({ scope: 'process' }) }))),
  ],
  'malformed answer: an array is 503, at each step of a proof': kindly,
  'malformed answer: null is 503, at each step of a proof': page,
  'malformed answer: a web page is 503, at each step of a proof': page,
  'malformed answer: JSON that calls itself a page is 503, at each step of a proof': kindly,
  'malformed answer: half of the JSON is 503, at each step of a proof': kindly,
  'malformed answer: 100 MB is 503, at each step of a proof': page,
  'malformed answer: a document 100,000 levels deep is 503, at each step of a proof': page,
  'malformed answer: a member twice is 503, at each step of a proof': kindly,
  'malformed answer: members of __proto__ is 503, at each step of a proof': kindly,
  'provider down: status 429 is 503 with Retry-After, never 401, and is not kept': outage,
  'provider down: status 500 is 503 with Retry-After, never 401, and is not kept': outage,
  'provider down: a web page with 502 is 503 with Retry-After, never 401, and is not kept': outage,
  'provider down: no answer is 503 with Retry-After, never 401, and is not kept': outage,
  'provider down: a cut connection is 503 with Retry-After, never 401, and is not kept': outage,
  'redirects: not followed, at each step of a proof and at the token endpoint': [over(followsRedirects)],
  'hosts: with its endpoints overridden nobody but the fake is contacted': [
    over(
      httpWith(({ send }) => async (request) => {
        await send({ ...request, url: 'http://127.0.0.1:9/telemetry' }).catch(() => undefined);
        return send(request);
      }),
    ),
    providerWith(({ endpoints }) => ({ endpoints: { ...endpoints, device: 'https://acme.example/device' } })),
  ],
  'secrets: neither the client secret nor a token is in an error, a log, an explanation or a URL': [
    over(
      registryWith(({ verify }, { log }) => ({
        verify: (request, demands) => {
          log?.({ level: 'info', event: 'request', detail: JSON.stringify(request.headers) });
          return verify(request, demands) as never;
        },
      })),
    ),
    over(
      httpWith(({ send }) => (request) => {
        const token = new URLSearchParams(request.body).get('token');
        return send(token === null ? request : { ...request, url: `${request.url}?access_token=${token}` });
      }),
    ),
    over(
      clientWith(({ exchange }) => ({
        exchange: (how) =>
          exchange(how).catch(() => {
            throw new TypeError(`The code ${how.code} is not good`);
          }),
      })),
    ),
  ],
  'secrets: an identity does not show its token': [
    over(
      registryWith(({ verify }) => ({
        verify: async (request, demands) => {
          const auth = await verify(request, demands);
          return { ...auth, token: auth.token } as never;
        },
      })),
    ),
  ],
  'refresh: gives a token of the same subject (RFC 6749 §6)': [
    attributesWith({ subject: { read: () => Math.floor(Math.random() * 1e9), from: 'userinfo' } }),
    over(
      clientWith(({ refresh }) => ({ refresh: async (token) => ({ ...(await refresh(token)), accessToken: token }) })),
    ),
  ],
  'revoke: the token is refused here, and the provider is told (RFC 7009)': [
    over(clientWith((_, { revoke }) => ({ revoke: async (token) => void (await revoke({ token })) }))),
    over(clientWith(() => ({ revoke: async () => undefined }))),
  ],
  'machine token: a client, without user name and e-mail': [
    rulesWith(({ kind, inspect }) =>
      kind === 'client' && inspect !== undefined
        ? { kind: 'user', inspect: { ...inspect, facts: { active: '/active', client: '/client_id' } } }
        : {},
    ),
  ],
};
