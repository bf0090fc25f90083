import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ConfigurationError } from '../errors/configuration-error.ts';
import { defineProvider } from './define.ts';
import { introspection } from './inspection.ts';
import { opaque } from './rule.ts';
import { codeOnly, secret, toSecret } from './secret.ts';

const acme = defineProvider({
  contract: 1,
  id: 'acme',
  name: 'Acme',
  options: z.strictObject({
    clientId: z.string(),
    clientSecret: secret(),
    region: z.enum(['eu', 'us']).default('eu'),
    nested: z.strictObject({ depth: z.number() }).optional(),
  }),
  setup: { registerUrl: 'https://acme.test/apps', steps: ['Register an application.'] },
  quirks: [{ id: 'odd', summary: 'It is odd.', source: 'https://acme.test/docs', checked: '2026-01-01' }],
  define: ({ clientId, clientSecret, region }) => ({
    endpoints: {
      token: `https://${region}.acme.test/token`,
      introspect: `https://${region}.acme.test/introspect`,
      userinfo: {
        url: `https://${region}.acme.test/gql`,
        method: 'POST',
        headers: { 'x-api': '2' },
        body: { query: '{ me { id } }' },
      },
    },
    client: { id: clientId, secret: clientSecret, authentication: 'client_secret_post' },
    accepts: [
      opaque({
        shape: { prefix: 'acme_', alphabet: 'alphanumeric' },
        binding: 'app',
        inspect: introspection('introspect'),
        attributes: { from: 'userinfo', subject: '/id' },
      }),
    ],
  }),
});
const options = { clientId: 'client-1', clientSecret: 's3cret-value' };

/** The refusal of options, as an operator reads it. */
function refusal(given: unknown): ConfigurationError {
  try {
    acme(given as typeof options);
  } catch (error) {
    if (ConfigurationError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('the options were taken');
}

describe('a provider', () => {
  it('is a plain object, frozen all the way down', () => {
    const provider = acme(options);
    expect(Object.getPrototypeOf(provider)).toBe(Object.prototype);
    const walk = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      expect(Object.isFrozen(value)).toBe(true);
      for (const inner of Object.values(value)) walk(inner);
    };
    walk(provider);
  });

  it('fills in the defaults of core and of its own options', () => {
    expect(acme(options)).toMatchObject({
      contract: 1,
      id: 'acme',
      identity: 'acme:eu.acme.test:client-1',
      scopes: { request: [], separator: ' ' },
      pkce: 'S256',
      grants: ['authorization_code', 'refresh_token'],
      acceptTokensOfAnyApp: false,
      warnings: [],
    });
    expect(acme({ ...options, region: 'us' }).endpoints.token).toBe('https://us.acme.test/token');
  });

  it('has an absent field for what it can not do', () => {
    const provider = acme(options);
    expect('relay' in provider).toBe(false);
    expect('grant' in provider).toBe(false);
    expect(acme({ ...options, relay: {}, grant: ['orders:read'] })).toMatchObject({
      relay: {},
      grant: ['orders:read'],
    });
  });

  it('keeps its secret out of every rendering (rule 56)', () => {
    const provider = acme(options);
    const everything = `${inspect(provider, { depth: 9 })}${JSON.stringify(provider)}${provider.client?.secret}`;
    expect(everything).not.toContain('s3cret-value');
    expect(provider.client?.secret?.reveal()).toBe('s3cret-value');
  });

  it('has another identity for another host or client id, so that links do not move along', () => {
    const { identity } = acme(options);
    expect(acme({ ...options, clientId: 'client-2' }).identity).not.toBe(identity);
    expect(acme({ ...options, endpoints: { userinfo: 'https://other.test/me' } }).identity).not.toBe(identity);
  });
});

describe('a factory', () => {
  it('carries the brand and says about itself, frozen, what a loader and a form need', () => {
    expect((acme as unknown as Record<symbol, unknown>)[Symbol.for('bearerkit.provider')]).toBe(true);
    const { about } = acme;
    expect(about).toMatchObject({
      contract: 1,
      id: 'acme',
      name: 'Acme',
      setup: { steps: ['Register an application.'] },
    });
    expect([about, about.quirks, about.quirks[0], about.setup, about.setup?.steps].every(Object.isFrozen)).toBe(true);
    expect(() => Object.assign(acme, { about: {} })).toThrow(TypeError);
  });

  it('has an options schema from which a form can be drawn, the secret marked', () => {
    const schema = z.toJSONSchema(acme.about.options as unknown as z.ZodType, { io: 'input', unrepresentable: 'any' });
    expect(schema).toMatchObject({
      additionalProperties: false,
      required: ['clientId', 'clientSecret'],
      properties: { clientSecret: { type: 'string', minLength: 1, secret: true }, region: { enum: ['eu', 'us'] } },
    });
    const withFunction = z.strictObject({ when: codeOnly(z.custom<() => void>()) });
    expect(z.toJSONSchema(withFunction, { io: 'input', unrepresentable: 'any' })).toMatchObject({
      properties: { when: { codeOnly: true } },
    });
  });

  it('refuses to be defined with an option named like one of core', () => {
    const define = () =>
      defineProvider({
        contract: 1,
        id: 'clash',
        name: 'Clash',
        options: z.strictObject({ relay: z.string() }) as never,
        define: () => ({ endpoints: {}, accepts: [] }),
      });
    expect(define).toThrow('clash: `relay` is an option of core; rename it');
  });

  it('refuses a schema that can only be checked asynchronously', () => {
    const slow = defineProvider({
      contract: 1,
      id: 'slow',
      name: 'Slow',
      options: z.strictObject({ a: z.string().refine(async () => true) }),
      define: () => ({ endpoints: {}, accepts: [] }),
    });
    expect(() => slow({ a: 'x' })).toThrow(/must be synchronous|Promise/);
  });
});

describe('wrong options are told in one line that names the option, never its value', () => {
  it.each([
    ['unknown', { ...options, clientID: 'x' }, 'clientID', 'does not exist'],
    ['unknown inside', { ...options, nested: { depth: 1, dept: 2 } }, 'nested.dept', 'does not exist'],
    ['missing', { clientId: 'client-1' }, 'clientSecret', ''],
    ['empty secret', { ...options, clientSecret: '' }, 'clientSecret', ''],
    ['wrong type', { ...options, region: 'moon' }, 'region', 'eu'],
    ['core: unknown inside relay', { ...options, relay: { redirectUri: [] } }, 'relay.redirectUri', 'does not exist'],
    ['core: unknown attribute', { ...options, attributes: { nick: '/n' } }, 'attributes.nick', 'does not exist'],
    [
      'core: attribute that is no pointer',
      { ...options, attributes: { name: 'name' } },
      'attributes.name',
      'JSON Pointer',
    ],
    [
      'core: pointer to a prototype (rule 34)',
      { ...options, attributes: { name: '/__proto__/x' } },
      'attributes.name',
      'JSON Pointer',
    ],
    ['core: wrong flag', { ...options, acceptTokensOfAnyApp: 'yes' }, 'acceptTokensOfAnyApp', ''],
    ['core: wrong grant', { ...options, grant: 'orders' }, 'grant', ''],
    [
      'core: unknown field of an endpoint',
      { ...options, endpoints: { token: { url: 'https://x.test', verb: 'GET' } } },
      'endpoints.token.verb',
      'does not exist',
    ],
  ])('%s', (_, given, name, text) => {
    const { code, message, path } = refusal(given);
    expect(code).toBe('invalid_options');
    expect(message).toMatch(/^acme: option `/);
    expect(message).toContain(`\`${name}\``);
    expect(message).toContain(text);
    expect(message).not.toContain('\n');
    expect(message).not.toContain('s3cret-value');
    expect(path.join('.')).toBe(name);
  });

  it.each([undefined, null, 'client-1'])('no options at all: %s', (given) => {
    expect(refusal(given).message).toBe('acme: option `(all)`: expected an object with the options');
  });
});

describe('secrets', () => {
  it('print as redacted in every way, and open only by name (rule 56)', () => {
    const value = toSecret('canary-1');
    const seen = [
      String(value),
      `${value}`,
      JSON.stringify({ value }),
      inspect(value),
      inspect({ value }, { depth: 5 }),
    ];
    expect(seen.join(' ')).not.toContain('canary-1');
    expect(Object.isFrozen(value)).toBe(true);
    expect(value.reveal()).toBe('canary-1');
  });

  it('stay redacted when optional or in a union, and are never empty', () => {
    const schema = z.strictObject({ a: secret().optional(), b: z.union([secret(), z.number()]) });
    expect(JSON.stringify(schema.parse({ a: 'canary-1', b: 'canary-2' }))).toBe('{"a":"[secret]","b":"[secret]"}');
    expect(secret().safeParse('').success).toBe(false);
  });
});
