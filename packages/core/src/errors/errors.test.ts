import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import {
  AuthError,
  BearerkitError,
  ClientError,
  ConfigurationError,
  type Reason,
  type ReasonInfo,
  reasons,
} from './index.ts';

const errors = [
  new AuthError('expired', { detail: 'exp 1' }),
  new ClientError('invalid_grant', 'Acme refused the token request: invalid_grant.', 400),
  new ConfigurationError('invalid_options', 'acme: option `x`: wrong', ['x']),
] as const;

describe('errors', () => {
  it('have names, codes and messages for people', () => {
    expect(errors.map(({ name, code }) => [name, code])).toEqual([
      ['AuthError', 'invalid_token'],
      ['ClientError', 'invalid_grant'],
      ['ConfigurationError', 'invalid_options'],
    ]);
    expect(errors.map(String)).toEqual([
      expect.stringMatching(/^AuthError: The token has expired \(exp 1\)\. /),
      'ClientError: Acme refused the token request: invalid_grant.',
      'ConfigurationError: acme: option `x`: wrong',
    ]);
  });

  it('know their own, also one that another copy of the package made', () => {
    const classes = [AuthError, ClientError, ConfigurationError];
    for (const [at, error] of errors.entries()) {
      expect(classes.map((type) => type.isInstance(error))).toEqual(classes.map((_, index) => index === at));
      expect(BearerkitError.isInstance(error)).toBe(true);
    }
    const foreign = Object.assign(new Error('x'), { [Symbol.for('bearerkit.error')]: 'AuthError' });
    expect([AuthError.isInstance(foreign), foreign instanceof AuthError]).toEqual([true, false]);
  });

  it.each([undefined, null, 'AuthError', new Error('x'), {}, { name: 'AuthError' }])('are not %j', (value) => {
    expect([AuthError, ClientError, ConfigurationError, BearerkitError].some((type) => type.isInstance(value))).toBe(
      false,
    );
  });

  it('keep their cause from JSON and from a spread', () => {
    const error = new ClientError('provider_unreachable', 'no answer', undefined, new Error('canary'));
    expect((error.cause as Error).message).toBe('canary');
    expect(JSON.stringify(error) + JSON.stringify({ ...error })).not.toContain('canary');
    expect(inspect(new ClientError('x', 'y'))).not.toContain('cause');
  });
});

describe('reasons', () => {
  const all = Object.entries(reasons) as [Reason, ReasonInfo][];

  it.each(all)('%s has a sentence, a fix and a status that fits its code', (_, { sentence, fix, status, code }) => {
    for (const text of [sentence, fix]) expect(text).toMatch(/^[A-Z`].*\.$/);
    const statuses = {
      invalid_request: 400,
      invalid_token: 401,
      insufficient_scope: 403,
      access_denied: 403,
      temporarily_unavailable: 503,
    };
    expect(status).toBe(statuses[code]);
  });

  it('are the closed list', () => {
    expect(all.map(([name]) => name).sort()).toEqual(
      (
        'missing malformed two_credentials expired not_yet_valid bad_signature unknown_key unknown_issuer wrong_audience wrong_app ' +
        'unbound graph_token org_server_token id_token refresh_token revoked inactive insufficient_scope step_up_required ' +
        'proof_required bad_proof unknown_user inactive_user unrecognised provider_unreachable provider_rate_limited ' +
        'provider_malformed disabled not_accepted forbidden unsupported_confirmation store_unavailable'
      )
        .split(' ')
        .sort(),
    );
  });

  it('what could not be told is 503, and nothing else is (rule 2)', () => {
    const unsure = all.filter(([, { status }]) => status === 503).map(([name]) => name);
    expect(unsure.sort()).toEqual([
      'provider_malformed',
      'provider_rate_limited',
      'provider_unreachable',
      'store_unavailable',
    ]);
  });
});
