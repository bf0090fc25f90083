import { describe, expect, it } from 'vitest';
import { AuthError } from '../errors/auth-error.ts';
import { type Reason, type ReasonInfo, reasons } from '../errors/reasons.ts';
import { Refusal } from '../internal/refusal.ts';
import type { Requirements } from '../types.ts';
import { isResource, metadataUrl, toAuthError } from './challenge.ts';
import { challengeHeader } from './challenge-header.ts';

const resource = 'https://api.example.com';
const answer = (reason: Reason, demands: Requirements = {}, where: string | undefined = resource) =>
  toAuthError(new Refusal(reason, 'canary-detail', 9), demands, { resource: where }, 'a');
const challenge = (reason: Reason, demands: Requirements = {}) => answer(reason, demands).headers['www-authenticate'];
const suffix = 'resource_metadata="https://api.example.com/.well-known/oauth-protected-resource"';

describe('the challenge (rules 1 and 3, RFC 6750 §3, RFC 9728 §5.1)', () => {
  it.each<[Reason, Requirements, string]>([
    ['missing', {}, `Bearer realm="api.example.com", ${suffix}`],
    ['expired', {}, `Bearer realm="api.example.com", error="invalid_token", ${suffix}`],
    ['two_credentials', {}, `Bearer realm="api.example.com", error="invalid_request", ${suffix}`],
    [
      'insufficient_scope',
      { scopes: ['a', 'b'] },
      `Bearer realm="api.example.com", error="insufficient_scope", scope="a b", ${suffix}`,
    ],
    [
      'insufficient_scope',
      { anyScope: ['a', 'b'] },
      `Bearer realm="api.example.com", error="insufficient_scope", scope="a b", ${suffix}`,
    ],
    [
      'step_up_required',
      { maxAge: 60 },
      `Bearer realm="api.example.com", error="insufficient_user_authentication", max_age="60", ${suffix}`,
    ],
    [
      'step_up_required',
      { acr: ['gold', 'silver'], scopes: ['a'] },
      `Bearer realm="api.example.com", error="insufficient_user_authentication", acr_values="gold silver", ${suffix}`,
    ],
    [
      'insufficient_scope',
      { maxAge: 60, acr: ['gold'], scopes: ['a'] },
      `Bearer realm="api.example.com", error="insufficient_scope", scope="a", ${suffix}`,
    ],
    ['expired', { maxAge: 60, scopes: ['a'] }, `Bearer realm="api.example.com", error="invalid_token", ${suffix}`],
    ['missing', { realm: 'Orders', scopes: ['a'] }, `Bearer realm="Orders", ${suffix}`],
  ])('of %s with %j', (reason, demands, expected) => expect(challenge(reason, demands)).toBe(expected));

  it('stands on 401, on 400 and on too little scope, and nowhere else', () => {
    for (const reason of Object.keys(reasons) as Reason[]) {
      const { status } = reasons[reason];
      const expected = status === 401 || status === 400 || reason === 'insufficient_scope';
      expect([reason, challenge(reason) !== undefined]).toEqual([reason, expected]);
    }
  });

  it('without anything to say is the scheme alone (RFC 9110 §11.6.1)', () => {
    expect(challengeHeader('Bearer', [['realm', undefined]])).toBe('Bearer');
    expect(
      challengeHeader('Bearer', [
        ['realm', ''],
        ['scope', undefined],
        ['error', ' ~'],
      ]),
    ).toBe('Bearer realm="", error=" ~"');
  });

  it('is of the provider that was recognised, with what was wrong in detail for the log', () => {
    expect(answer('expired')).toMatchObject({ provider: 'a', detail: 'canary-detail', reason: 'expired' });
  });

  it('can not be broken out of by a realm or scope: no quotes, no line breaks', () => {
    const realm = 'a"b\\c\r\nset-cookie: x=1\u2028ü';
    expect(challenge('missing', { realm })).toBe(`Bearer realm="a\\"b\\\\cset-cookie: x=1", ${suffix}`);
    const error = answer('insufficient_scope', { realm, scopes: ['x"y\n'] });
    expect(() => new Headers(error.headers)).not.toThrow();
    expect(error.headers['www-authenticate']).toContain('scope="x\\"y"');
  });

  it('names the configured resource or nothing: never what the request said', () => {
    expect(toAuthError(new Refusal('missing'), {}, undefined, undefined).headers['www-authenticate']).toBe(
      'Bearer realm="api"',
    );
  });

  it.each([
    ['https://api.example.com', 'https://api.example.com/.well-known/oauth-protected-resource'],
    ['https://api.example.com/', 'https://api.example.com/.well-known/oauth-protected-resource'],
    ['https://api.example.com:8443/v1', 'https://api.example.com:8443/.well-known/oauth-protected-resource/v1'],
    ['https://api.example.com/a/b', 'https://api.example.com/.well-known/oauth-protected-resource/a/b'],
    ['https://api.example.com/a?b=c', 'https://api.example.com/.well-known/oauth-protected-resource/a?b=c'],
    ['https://api.example.com/?b=c', 'https://api.example.com/.well-known/oauth-protected-resource?b=c'],
  ])('metadata of %s are at %s (RFC 9728 §3.1)', (where, url) => expect(metadataUrl(where)).toBe(url));
});

it.each([
  ['https://api.example.com/v1?x=1', true],
  ['http://127.0.0.1:8080', true],
  ['api', false],
  ['urn:example:api', false],
  ['ftp://api.example.com', false],
  ['https-x://api.example.com', false],
  ['web+http://api.example.com', false],
  ['https://api.example.com/#x', false],
  ['https://user@api.example.com', false],
  ['https://:secret@api.example.com', false],
])('%s can be a resource (RFC 9728 §1.2): %s', (text, expected) => expect(isResource(text)).toBe(expected));

describe('what goes over the wire', () => {
  it.each(Object.keys(reasons) as Reason[])('%s: status, code and reference, no detail', async (reason) => {
    const info: ReasonInfo = reasons[reason];
    const error = answer(reason);
    const response = error.toResponse();
    const text = await response.text();
    expect(response.status).toBe(info.status);
    expect(JSON.parse(text)).toEqual(reason === 'missing' ? { ref: error.ref } : { error: info.code, ref: error.ref });
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('retry-after')).toBe(info.status === 503 ? '9' : null);
    expect(`${text}${[...response.headers]}`).not.toContain('canary-detail');
    expect(error.message).toContain('canary-detail');
  });

  it('a 503 always says when to try again', () => {
    expect(new AuthError('provider_unreachable').headers['retry-after']).toBe('5');
    expect(new AuthError('provider_unreachable', { retryAfter: 30 }).retryAfter).toBe(30);
    expect(new AuthError('expired', { retryAfter: 30 }).retryAfter).toBeUndefined();
  });

  it('a reference joins answer and log line, and no two are alike', () => {
    const [one, other] = [new AuthError('expired'), new AuthError('expired')];
    expect(one.ref).toMatch(/^[0-9a-f-]{13}$/);
    expect(one.ref).not.toBe(other.ref);
    expect(new AuthError('expired', { ref: 'mine' }).toBody()).toEqual({ error: 'invalid_token', ref: 'mine' });
  });
});
