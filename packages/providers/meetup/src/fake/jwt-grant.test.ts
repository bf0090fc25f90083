import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askGraphql } from './__fixtures__/requests.ts';
import { createMeetupFake, type MeetupFake, type MeetupSigningKey } from './index.ts';

let fake: MeetupFake;
let key: MeetupSigningKey;
beforeAll(async () => {
  fake = await createMeetupFake();
  key = fake.createSigningKey({ member: '200000002' });
});
afterAll(() => fake.stop());

const now = () => Math.floor(fake.clock.now() / 1000);
const claims = () => ({ iss: fake.clients[0].id, sub: '200000002', aud: 'api.meetup.com', exp: now() + 120 });

function assertion(payload: object, header = {}, privateKey = key.privateKey): string {
  const parts = [{ alg: 'RS256', typ: 'JWT', kid: key.keyId, ...header }, payload];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), privateKey).toString('base64url')}`;
}

async function ask(text?: string): Promise<readonly [number, Record<string, string>]> {
  const grant = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer' };
  const body = new URLSearchParams(text === undefined ? grant : { ...grant, assertion: text });
  const answer = await fetch(fake.endpoints.token, { method: 'POST', body });
  return [answer.status, (await answer.json()) as Record<string, string>];
}

describe('JWT server flow, RFC 7523', () => {
  it('gives tokens of the one member the key was made for, without a client secret', async () => {
    const [status, body] = await ask(assertion(claims()));
    expect([status, Object.keys(body)]).toEqual([200, ['access_token', 'refresh_token', 'token_type', 'expires_in']]);
    const self = await (await askGraphql(fake, body.access_token)).json();
    expect(self).toEqual({ data: { self: { id: '200000002' } } });
  });

  it('admits a numeric sub and an exp twenty minutes ahead', async () => {
    expect((await ask(assertion({ ...claims(), sub: 200000002, exp: now() + 1200 })))[0]).toBe(200);
  });

  it.each([
    ['a stale exp', () => assertion({ ...claims(), exp: now() - 1 })],
    ['no exp', () => assertion({ ...claims(), exp: undefined })],
    ['another audience', () => assertion({ ...claims(), aud: 'https://secure.meetup.com' })],
    ['another issuer', () => assertion({ ...claims(), iss: fake.clients[1].id })],
    ['another member', () => assertion({ ...claims(), sub: '200000001' })],
    ['an unknown kid', () => assertion(claims(), { kid: 'unknown' })],
    ['another algorithm', () => assertion(claims(), { alg: 'none' })],
    ["another key's signature", () => assertion(claims(), {}, otherKey())],
    ['a changed payload', () => assertion(claims()).replace(/\.[^.]+\./, `.${btoa('{"sub":"200000002"}')}.`)],
    ['no JWT', () => 'text'],
  ])('%s is invalid_grant', async (_title, make) => {
    expect(await ask(make())).toEqual([400, { error: 'invalid_grant' }]);
  });

  it('no assertion is invalid_request', async () => {
    expect(await ask()).toMatchObject([400, { error: 'invalid_request' }]);
  });
});

function otherKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
