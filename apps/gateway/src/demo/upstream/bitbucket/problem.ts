import type { Answer } from '../server.ts';

const packageName = 'com.atlassian.bitbucket';

/** An error as Bitbucket words it; the exception is named without `com.atlassian.bitbucket.`. */
export function problem(status: number, message: string, exception?: string): Answer {
  const exceptionName = exception === undefined ? null : `${packageName}.${exception}`;
  return { status, body: { errors: [{ context: null, message, exceptionName }] } };
}

/** The answer to everybody who is not signed in; Bitbucket says 401 here, and 401 for a missing permission too. */
export function notPermitted(): Answer {
  return problem(401, 'You are not permitted to access this resource', 'AuthorisationException');
}

/** The answer to a password that does not hold. */
export function wrongPassword(): Answer {
  const message = 'Authentication failed. Please check your credentials and try again.';
  return problem(401, message, 'auth.IncorrectPasswordAuthenticationException');
}
