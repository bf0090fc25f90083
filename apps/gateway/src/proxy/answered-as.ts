import { canonicalOrUndefined } from '../directory/user-name.ts';
import { HttpProblem } from '../pipeline/errors/http-problem.ts';
import { plainName } from './protected-names.ts';
import { pairs } from './request-headers.ts';

/**
 * Jira, Confluence and Bitbucket say in `X-AUSERNAME` as whom they answered. When that is not the mapped user, they did
 * not take the identity they were sent, and the answer is somebody else's: `anonymous` most of all.
 * @param raw name, value, name, value …, as received
 * @throws HttpProblem `upstream_identity`; an upstream that says nothing is believed
 */
export function checkAnsweredAs(raw: readonly string[], username: string): void {
  for (const [name, value] of pairs(raw)) {
    if (plainName(name) !== 'xausername') continue;
    const said = canonicalOrUndefined(decoded(value));
    if (said !== 'anonymous' && said !== undefined && said === canonicalOrUndefined(username)) continue;
    throw new HttpProblem('upstream_identity', `the upstream answered as ${value}, not as ${username}`);
  }
}

/** The products send names in percent-encoded UTF-8 (RFC 3986 §2.1). */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
