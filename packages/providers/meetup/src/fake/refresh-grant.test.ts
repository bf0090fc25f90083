import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askGraphql, askToken } from './__fixtures__/requests.ts';
import { createMeetupFake, type MeetupFake } from './index.ts';

let fake: MeetupFake;
beforeEach(async () => {
  fake = await createMeetupFake();
});
afterEach(() => fake.stop());

const refresh = (refresh_token: string | undefined, more = {}) =>
  askToken(fake, { grant_type: 'refresh_token', refresh_token: refresh_token ?? '', ...more });
const unknown = [400, { error: 'invalid_grant', error_description: 'Unknown or previously used refresh_token' }];

describe('refresh_token', () => {
  it('gives a new access token for the same member, also after the first has expired', async () => {
    const { accessToken, refreshToken } = fake.mint({ member: '200000002' });
    fake.clock.advance(3601);
    const [status, body] = await refresh(refreshToken);
    expect([status, body.access_token === accessToken]).toEqual([200, false]);
    const self = await (await askGraphql(fake, body.access_token)).json();
    expect(self).toEqual({ data: { self: { id: '200000002' } } });
  });

  it('same: gives the refresh token back, and it goes on working', async () => {
    const { refreshToken } = fake.mint();
    for (let count = 0; count < 3; count += 1) {
      expect(await refresh(refreshToken)).toMatchObject([200, { refresh_token: refreshToken }]);
    }
  });

  it('rotate: gives a new refresh token, and the old one is dead', async () => {
    fake.settings.refresh = 'rotate';
    const { refreshToken } = fake.mint();
    const [, { refresh_token }] = await refresh(refreshToken);
    expect(refresh_token).not.toBe(refreshToken);
    expect(await refresh(refreshToken)).toEqual(unknown);
    expect((await refresh(refresh_token))[0]).toBe(200);
  });

  it('refresh-single-use-ish: gives the same refresh token back, and it is dead', async () => {
    fake.settings.refresh = 'dies-after-use';
    const { refreshToken } = fake.mint();
    expect(await refresh(refreshToken)).toMatchObject([200, { refresh_token: refreshToken }]);
    expect(await refresh(refreshToken)).toEqual(unknown);
  });

  it('refuses an unknown refresh token, an access token and a removed one', async () => {
    const { accessToken, refreshToken } = fake.mint();
    expect(await refresh('unknown')).toEqual(unknown);
    expect(await refresh(accessToken)).toEqual(unknown);
    fake.remove();
    expect(await refresh(refreshToken)).toEqual(unknown);
  });

  it("refuses another client's refresh token, unless the switch says that nobody checks (RFC 6749 §6)", async () => {
    const { refreshToken } = fake.mint({ client: fake.clients[1] });
    expect(await refresh(refreshToken)).toEqual(unknown);
    fake.settings.refreshBoundToClient = false;
    expect((await refresh(refreshToken))[0]).toBe(200);
  });

  it('wants the client secret in the form', async () => {
    const { refreshToken } = fake.mint();
    expect(await refresh(refreshToken, { client_secret: '' })).toMatchObject([400, { error: 'invalid_request' }]);
    expect(await refresh(refreshToken, { client_secret: 'wrong' })).toEqual([400, { error: 'invalid_client' }]);
  });
});
