import { json, type Routes } from '@bearerkit/testkit';
import type { GithubClient, GithubState } from './state.ts';
import { encoded, fieldsOf, grantTokens, refuse } from './token.ts';

type Body = ReturnType<typeof refuse>;

/** The device flow: a code to type elsewhere, for applications that have it switched on. */
export function deviceRoutes(state: GithubState, url: () => string): Routes {
  return {
    'POST /login/device/code': (call) => {
      const { client_id, scope = '' } = fieldsOf(call);
      const client = state.clients.find(({ id }) => id === client_id);
      if (client === undefined) return json({ error: 'Not Found' }, { status: 404 });
      if (!state.settings.deviceFlow) return encoded(call, refuse('device_flow_disabled'));
      const userCode = `${state.nextId(4)}-${state.nextId(4)}`.toUpperCase();
      const [deviceCode, now] = [state.nextId(40), state.clock.now()];
      const scopes = scope.split(/[\s,]+/).filter(Boolean);
      const expiresAt = now + 900_000;
      state.devices.set(deviceCode, { client: client.id, scopes, userCode, expiresAt, polledAt: now, interval: 5 });
      return encoded(call, {
        device_code: deviceCode,
        user_code: userCode,
        verification_uri: `${url()}/login/device`,
        expires_in: 900,
        interval: 5,
      });
    },
  };
}

/** What a person does with a user code. @throws RangeError for an unknown one */
export function decideDevice({ devices }: GithubState, userCode: string, decision: number | 'denied'): void {
  const device = [...devices.values()].find((one) => one.userCode === userCode);
  if (device === undefined) throw new RangeError(`There is no user code ${userCode}`);
  device.decision = decision === 'denied' ? decision : { account: decision };
}

/** Polling; who asks too soon has to wait longer. */
export function deviceGrant(
  state: GithubState,
  client: GithubClient | undefined,
  { device_code: code = '' }: Readonly<Record<string, string>>,
): Body {
  const device = state.devices.get(code);
  const now = state.clock.now();
  if (device === undefined || device.client !== client?.id) return refuse('incorrect_device_code');
  if (device.expiresAt <= now) return refuse('expired_token');
  const tooSoon = now - device.polledAt < device.interval * 1000;
  device.polledAt = now;
  if (tooSoon) {
    device.interval += 5;
    return { ...refuse('slow_down'), interval: device.interval };
  }
  if (device.decision === undefined) return refuse('authorization_pending');
  if (device.decision === 'denied') return refuse('access_denied');
  state.devices.delete(code);
  return grantTokens(state, { client: device.client, scopes: device.scopes, account: device.decision.account });
}
