import { type Answer, type Handler, json, type Routes } from '@bearerkit/testkit';
import type { FacebookApp, FacebookState } from './state.ts';

const versions: ReadonlySet<string> = new Set(['v24.0', 'v25.0', 'v26.0']);

/** The same routes under every version of the Graph API, and without one, which means the oldest. */
export function versioned(routes: Routes): Routes {
  const checked =
    (handler: Handler): Handler =>
    (call) =>
      versions.has(call.params.version ?? '') ? handler(call) : failure(2635, 'You are calling a deprecated version');
  return Object.fromEntries(
    Object.entries(routes).flatMap(([route, handler]) => [
      [route, handler],
      [route.replace(' /', ' /:version/'), checked(handler)],
    ]),
  );
}

/** An error of the Graph API, with its own kind of challenge. */
export function failure(code: number, message: string, subcode?: number): Answer {
  const error = { message, type: 'OAuthException', code, error_subcode: subcode, fbtrace_id: 'AHto' };
  const word = code === 2500 ? 'invalid_request' : 'invalid_token';
  return json(
    { error },
    { status: 400, headers: { 'www-authenticate': `OAuth "Facebook Platform" "${word}" "${message}"` } },
  );
}

/** The app that an app token (`APP_ID|APP_SECRET`) belongs to. */
export function appOf({ apps }: FacebookState, token: string | null | undefined): FacebookApp | undefined {
  return apps.find(({ id, secret }) => token === `${id}|${secret}`);
}

/** The token of an error that is dead, in words. */
export const deadText = (subcode: number): string =>
  ({
    458: 'Error validating access token: The user has not authorized the application.',
    460: 'Error validating access token: The session has been invalidated because the user changed their password.',
    463: 'Error validating access token: Session has expired.',
  })[subcode] ?? 'Error validating access token: The session is invalid because the user logged out.';
