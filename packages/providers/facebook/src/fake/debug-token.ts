import { type Answer, bearerToken, type Call, json } from '@bearerkit/testkit';
import { appOf, deadText, failure } from './graph.ts';
import { type FacebookState, subcodeOf, type Token } from './state.ts';

/** Also the code of an invalid parameter. */
const foreign = 100;

/** debug_token, for tokens of the app that asks. */
export function debugToken(state: FacebookState, { headers, query }: Call): Answer {
  const viewer = appOf(state, bearerToken(headers.authorization) ?? query.get('access_token'));
  if (viewer === undefined) return failure(190, 'Invalid OAuth access token signature.');
  const input = query.get('input_token') ?? '';
  const app = appOf(state, input);
  const found = state.tokens.get(input);
  if ((app ?? found?.app ?? viewer) !== viewer)
    return failure(foreign, `(#${foreign}) The App_id in the input_token did not match the Viewing App`);
  if (app !== undefined) return json({ data: { app_id: app.id, type: 'APP', application: 'testing', is_valid: true } });
  if (found !== undefined) return json({ data: dataOf(state, found) });
  const error = { code: 190, message: 'Malformed access token' };
  return json({ data: { error, is_valid: false, scopes: [] } });
}

function dataOf(state: FacebookState, token: Token): Readonly<Record<string, unknown>> {
  const { app, type, user, scopes, expiresAt } = token;
  const subcode = subcodeOf(state, token);
  const end = expiresAt === undefined ? 0 : Math.floor(expiresAt / 1000);
  const error = subcode === undefined ? {} : { error: { code: 190, message: deadText(subcode), subcode } };
  return {
    app_id: state.settings.numericIds ? Number(app.id) : app.id,
    type,
    application: 'testing',
    data_access_expires_at: Math.floor(state.clock.now() / 1000) + 7_776_000,
    ...error,
    expires_at: end,
    is_valid: subcode === undefined,
    scopes,
    user_id: user.id,
  };
}
