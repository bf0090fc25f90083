import { ConfigurationError } from '@bearerkit/core';
import type { CommonOptions, Provider } from '@bearerkit/core/provider';
import type { Case, Context } from './case.ts';

/** The configuration error that a factory throws. */
function problem(make: () => Provider): ConfigurationError | undefined {
  try {
    return void make();
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error;
    throw error;
  }
}

function refusedByName({ create, fake, expect }: Context, name: string, value: unknown): void {
  const error = problem(() => create({ [name]: value } as CommonOptions));
  expect(error?.code).toBe('invalid_options');
  expect(error?.message).toContain(name);
  expect(error?.message).not.toContain(fake.client.secret);
}

const withUrl = ({ fake }: Context, name: string, url: string): CommonOptions => ({
  endpoints: { ...fake.endpoints, [name]: url },
});

const urlOf = ({ endpoints }: Provider, name: string): unknown => {
  const endpoint = endpoints[name];
  return typeof endpoint === 'object' && 'url' in endpoint ? endpoint.url : endpoint;
};

/** What the factory takes, and what it makes of it. */
export const optionCases: readonly Case[] = [
  {
    title: 'options: one that does not exist is refused by its name',
    run: async (context) => refusedByName(context, 'thereIsNoSuchOption', true),
  },
  {
    title: 'options: a misspelt one is refused by its name',
    run: async (context) => {
      for (const name of ['endpoint', 'clientID', 'clientsecret', 'acceptTokensOfAnyapp'])
        refusedByName(context, name, 'x');
    },
  },
  {
    title: 'options: a provider is frozen, all the way down',
    run: async ({ provider, expect }) => {
      const seen = new Set<object>();
      const loose: string[] = [];
      const look = (value: unknown, path: string): void => {
        if (typeof value !== 'object' || value === null || seen.has(value)) return;
        seen.add(value);
        if (!Object.isFrozen(value)) loose.push(path);
        for (const [name, inner] of Object.entries(value)) look(inner, `${path}.${name}`);
      };
      look(provider, 'provider');
      expect(loose).toEqual([]);
    },
  },
  {
    title: 'endpoints: each can be set to another https URL',
    run: async (context) => {
      const { provider, create, expect } = context;
      for (const name of Object.keys(provider.endpoints)) {
        const url = `https://vendor.example/${name}`;
        expect(urlOf(create(withUrl(context, name, url)), name), name).toBe(url);
      }
    },
  },
  {
    title: 'endpoints: http is refused, but for this machine',
    run: async (context) => {
      const { provider, create, expect } = context;
      for (const name of Object.keys(provider.endpoints)) {
        const error = problem(() => create(withUrl(context, name, `http://example.com/${name}`)));
        expect(error?.code, name).toBe('invalid_endpoint');
      }
    },
  },
  {
    title: 'identity: the same for the same application, whatever else is set, and without the secret',
    run: async ({ provider, create, fake, expect }) => {
      const other = create({ grant: ['orders:read'], attributes: { name: '/other' } });
      expect(other.identity).toBe(provider.identity);
      expect(provider.identity).not.toBe('');
      expect(provider.identity).not.toContain(fake.client.secret);
    },
  },
];
