import { createProviderRegistry } from '@bearerkit/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acme } from './__fixtures__/acme.ts';
import { createAcmeFake } from './__fixtures__/acme-fake.ts';
import { html, redirect } from './fake/answer.ts';
import { createFakeServer, type FakeServer } from './fake/server.ts';
import { walkPage } from './fake/walk-page.ts';
import { outcome } from './outcome.ts';

it('outcome is the subject that was let in, or status and reason; a mistake in the configuration is thrown', async () => {
  const fake = await createAcmeFake();
  const { id: clientId, secret: clientSecret } = fake.client;
  const one = acme({ clientId, clientSecret, endpoints: fake.endpoints });
  const registry = createProviderRegistry({ one });
  expect(await outcome(registry, (await fake.token()) ?? '')).toBe('member-1');
  expect(await outcome(registry, (await fake.token({ client: 'other' })) ?? '')).toBe('401 wrong_app');
  const twice = createProviderRegistry({ one, two: one });
  await expect(outcome(twice, 'acmeu_x')).rejects.toMatchObject({ code: 'ambiguous_providers' });
  await fake.stop();
});

describe('walkPage', () => {
  let server: FakeServer;
  beforeAll(async () => {
    const page = (form: string) => html(`<title>Sign in</title>${form}<button value="member-1">Member</button>`);
    server = await createFakeServer({
      routes: {
        'GET /page': ({ query }) => (query.has('user') ? redirect(`/get?user=${query.get('user')}`) : page('')),
        'POST /page': ({ form }) => redirect(`/posted?user=${form.get('user')}`),
        'GET /form': () => page('<form method="post" action="/page?a=1&#38;b=2">'),
        'GET /early': () => redirect('/at-once'),
        'GET /silent': () => page(''),
        'POST /silent': () => html('no'),
      },
    });
  });
  afterAll(() => server.stop());
  const walk = (path: string, more: object = {}) =>
    walkPage(`${server.url}${path}`, { fields: { user: 'member-1' }, offered: 'value="member-1"', ...more });

  it.each([
    ['sends the fields to the page itself', '/page', {}, '/posted?user=member-1'],
    ['or where its form says', '/form', {}, '/posted?user=member-1'],
    ['or in the query of a link', '/page', { method: 'GET' }, '/get?user=member-1'],
    ['and is done where the page sends on at once', '/early', {}, '/at-once'],
  ])('%s', async (_, path, more, location) => {
    expect(await walk(path, more)).toBe(location);
  });

  it.each([
    [
      'a choice that is not offered',
      '/page',
      { offered: 'value="member-2"' },
      /answered 200 and does not offer value="member-2": Sign in Member/,
    ],
    ['a page that is not there', '/nowhere', {}, /answered 404/],
    ['an answer without a redirect', '/silent', {}, /answered 200 and sends nobody anywhere/],
  ])('throws for %s', async (_, path, more, message) => {
    await expect(walk(path, more)).rejects.toThrow(message);
  });
});
