import type { Ask } from '../internal/ask.ts';
import type { Instance } from '../internal/instance.ts';
import { failure, retryAfter } from '../internal/outbound.ts';
import { readPointer } from '../internal/pointer.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Inspection, ProviderAnswer, ProviderDocument, TokenPlace, Verdict } from '../provider/inspection.ts';

/**
 * Asks the provider about a token; gives its good answer.
 * @param more how else it is asked, and that the answer is a list
 * @throws Refusal: 401 for a verdict on the token, 503 for everything unsure
 */
export async function inspect(
  instance: Instance,
  how: Inspection<string>,
  token: string,
  more: Pick<Ask, 'list' | 'query'> = {},
): Promise<ProviderDocument> {
  const first = await askOnce(instance, how, how.endpoint, token, more);
  if (first.verdict !== 'again') return conclude(how, how.endpoint, first);
  if (how.again === undefined) return conclude(how, how.endpoint, { ...first, verdict: 'malformed' });
  const second = await askOnce(instance, how, how.again, token, more);
  return conclude(how, how.again, second.verdict === 'again' ? { ...second, verdict: 'unreachable' } : second);
}

interface Judged {
  readonly answer: ProviderAnswer;
  readonly verdict: Verdict;
}

async function askOnce(
  instance: Instance,
  how: Inspection<string>,
  endpoint: string,
  token: string,
  more: Pick<Ask, 'list' | 'query'>,
): Promise<Judged> {
  const answer = await instance.ask(endpoint, { ...request(instance, how, token), ...defined(more) });
  return { answer, verdict: how.judge?.(answer) ?? defaultVerdict(how, answer) };
}

function request(instance: Instance, how: Inspection<string>, token: string): Ask {
  const client = instance.provider.client ?? { id: '' };
  const more = typeof how.body === 'function' ? how.body(token, client) : how.body;
  return { ...placed(how.send, token, more), authentication: how.authentication };
}

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as Partial<T>;

/** A token in the place where it goes, with the fields that go beside it. */
export function placed(place: TokenPlace, token: string, more?: Readonly<Record<string, string>>): Ask {
  if (place === 'bearer') return { bearer: token, form: more };
  if ('form' in place) return { form: { ...more, [place.form]: token } };
  if ('json' in place) return { json: { ...more, [place.json]: token } };
  return { query: { [place.query]: token }, form: more };
}

/** RFC 7662 §2.2 and §2.3, OIDC Core §5.3.3: what an answer says where the vendor has no reading of its own. */
function defaultVerdict(how: Inspection<string>, { status, document }: ProviderAnswer): Verdict {
  if (status === 429) return 'rate_limited';
  if (status === 200 && document === undefined) return 'malformed';
  if (how.facts.active !== undefined) {
    if (status === 401 || status === 403 || document?.error === 'invalid_client') return 'misconfigured';
    if (status === 400 && document?.error === 'unsupported_token_type') return 'refused';
    if (status !== 200) return 'unreachable';
    const active = readPointer(document, how.facts.active);
    return active === true ? 'good' : active === false ? 'bad' : 'malformed';
  }
  if (status === 200) return 'good';
  return status === 401 && how.authentication === 'none' ? 'bad' : status === 401 ? 'misconfigured' : 'unreachable';
}

function conclude(how: Inspection<string>, endpoint: string, { answer, verdict }: Judged): ProviderDocument {
  if (verdict === 'good' && answer.document !== undefined) return answer.document;
  switch (verdict) {
    case 'bad':
      throw new Refusal('inactive', `the ${endpoint} endpoint says so.`);
    case 'foreign':
      throw new Refusal('wrong_app', `the ${endpoint} endpoint says that it is another application's.`);
    case 'refused':
      throw new Refusal('unrecognised', `the ${endpoint} endpoint does not take this kind of token.`);
    case 'misconfigured': {
      const what = how.how === 'introspection' ? 'our client id or secret' : 'our request';
      const text = `${endpoint}: the provider refuses ${what}: check the configuration.`;
      throw new Refusal('provider_malformed', text, undefined, true);
    }
    case 'rate_limited':
      throw failure({ ...answer, status: 429 }, endpoint);
    case 'unreachable':
      throw new Refusal('provider_unreachable', `${endpoint}: status ${answer.status}`, retryAfter(answer.headers));
    default:
      throw failure({ ...answer, status: 200 }, endpoint);
  }
}
