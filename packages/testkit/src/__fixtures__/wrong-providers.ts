import type { Attributes, CommonOptions, Inspection, OpaqueRule, Provider } from '@bearerkit/core/provider';
import type { ProviderUnderTest } from '../provider-contract/world.ts';
import { acmeUnderTest } from './under-test.ts';

type Wrong = Pick<ProviderUnderTest, 'create'>;

/** The provider with other data. */
export const providerWith = (tamper: (provider: Provider) => Partial<Provider>): Wrong => ({
  create: (fake, common) => {
    const provider = acmeUnderTest.create(fake, common);
    return Object.freeze({ ...provider, ...tamper(provider) });
  },
});

/** The provider with other rules. */
export const rulesWith = (tamper: (rule: OpaqueRule) => Partial<OpaqueRule>): Wrong =>
  providerWith(({ accepts }) => ({
    accepts: accepts.map((rule) => ({ ...rule, ...tamper(rule as OpaqueRule) }) as OpaqueRule),
  }));

/** The provider with another mapping. */
export const attributesWith = (attributes: Partial<Attributes<string>>): Wrong =>
  rulesWith((rule) => ({ attributes: { ...rule.attributes, ...attributes } }));

/** The provider with another inspection. */
export const inspectionWith = (inspection: Partial<Inspection<string>>): Wrong =>
  rulesWith(({ inspect }) => (inspect === undefined ? {} : { inspect: { ...inspect, ...inspection } }));

/** The provider whose factory does not look at some of the options. */
export const deafTo = (isHeard: (name: string) => boolean): Wrong => ({
  create: (fake, common = {}) =>
    acmeUnderTest.create(fake, Object.fromEntries(Object.entries(common).filter(([name]) => isHeard(name)))),
});

/** The provider that lays any override over its mapping, as it comes. */
export const believesOverrides: Wrong = {
  create: (fake, { attributes, ...common }: CommonOptions = {}) =>
    attributesWith(attributes ?? {}).create(fake, common),
};
