import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { quirksOfProofs } from './__fixtures__/quirks-of-proofs.ts';
import { quirksOfServers } from './__fixtures__/quirks-of-servers.ts';
import { createKeycloakFake, type KeycloakFake, type KeycloakFakeSettings } from './fake/index.ts';
import { keycloak } from './keycloak.ts';

let fake: KeycloakFake;
let usual: KeycloakFakeSettings;
beforeAll(async () => {
  fake = await createKeycloakFake();
  usual = { ...fake.settings };
});
afterEach(() => {
  fake.heal();
  Object.assign(fake.settings, usual);
});
afterAll(() => fake.stop());

const tests = () => ({ ...quirksOfProofs(fake), ...quirksOfServers(fake) });
const ids = keycloak.about.quirks.map(({ id }) => id);

it.each(ids)('%s', (id) => tests()[id]?.() ?? expect.fail('this quirk has no test'));

it('every test belongs to a quirk', () => {
  expect(Object.keys(tests())).toEqual(ids);
});
