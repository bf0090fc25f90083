import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Auth } from '../auth.ts';
import type { Requirements } from '../types.ts';
import { unmet } from './require.ts';

const caller = {
  scopes: ['read', 'list'],
  audience: ['api', 'other'],
  roles: ['user'],
  groups: ['staff'],
  claims: { acr: 'silver' },
} as unknown as Auth;
const second = 1_700_000_000;
const said = (demands: Requirements, authenticatedAt?: number) => unmet(caller, demands, authenticatedAt)?.message;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  vi.setSystemTime(second * 1000);
});
afterEach(() => void vi.useRealTimers());

describe('what a route demands', () => {
  it.each<[Requirements, string]>([
    [{ audience: ['x', 'y'] }, 'wrong_audience: this route wants x or y.'],
    [{ maxAge: 60 }, 'step_up_required: the sign-in may be 60 s old.'],
    [{ acr: ['gold', 'bronze'] }, 'step_up_required: the sign-in must be gold or bronze.'],
    [{ scopes: ['read', 'write', 'admin'] }, 'insufficient_scope: it lacks write admin.'],
    [{ anyScope: ['write', 'admin'] }, 'insufficient_scope: it has none of write admin.'],
    [{ roles: ['admin'] }, 'forbidden: no role that the route allows.'],
    [{ groups: ['admins'] }, 'forbidden: no group that the route allows.'],
  ])('%j is told when it is not met', (demands, text) => expect(said(demands)).toBe(text));

  it('is met by one audience, role, group, level and `anyScope` of several, and by every one of `scopes`', () => {
    const demands = {
      audience: ['x', 'other'],
      acr: ['gold', 'silver'],
      scopes: ['list', 'read'],
      anyScope: ['write', 'list'],
      roles: ['admin', 'user'],
      groups: ['admins', 'staff'],
    };
    expect(said(demands)).toBeUndefined();
    expect(said({})).toBeUndefined();
  });

  it('is met by nobody where the list is empty, but for `scopes`', () => {
    for (const name of ['audience', 'acr', 'anyScope', 'roles', 'groups']) expect(said({ [name]: [] })).toBeDefined();
    expect(said({ scopes: [] })).toBeUndefined();
  });

  it('of the age of a sign-in holds to the second, and not where it is unknown (RFC 9470 §5)', () => {
    expect(said({ maxAge: 60 }, second - 60)).toBeUndefined();
    expect(said({ maxAge: 60 }, second - 60.001)).toContain('step_up_required');
    expect(said({ maxAge: 0 }, second)).toBeUndefined();
  });

  it('is told in this order: for whom, how signed in, what for, who', () => {
    const all = { audience: ['x'], acr: ['x'], scopes: ['x'], roles: ['x'] };
    expect(said(all)).toContain('wrong_audience');
    expect(said({ ...all, audience: ['api'] })).toContain('step_up_required');
    expect(said({ scopes: ['x'], roles: ['x'] })).toContain('insufficient_scope');
  });
});
