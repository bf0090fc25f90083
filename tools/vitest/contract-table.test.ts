import { expect, it } from 'vitest';
import { contractTable } from './contract-table.ts';

const result = (provider: string, name: string, state: 'passed' | 'failed' | 'skipped' = 'passed') => ({
  provider,
  name,
  state,
});

it('has a column per provider and a line per case, whatever was skipped for which reason', () => {
  const table = contractTable([
    result('slack', 'good token: a person'),
    result('slack', 'revoke: told (RFC 7009)'),
    result('github', 'good token: a person', 'failed'),
    result('github', 'revoke: told (RFC 7009) (it has none)', 'skipped'),
  ]);
  expect(table.split('\n')).toEqual([
    '',
    'Contract of providers, 2 cases at 2 providers: ✓ passed, ✗ failed, - skipped',
    ...['g  ', 'i s', 't l', 'h a', 'u c', 'b k'],
    '✗ ✓  good token: a person',
    '- ✓  revoke: told (RFC 7009)',
    '',
  ]);
});

it('tells the worst of a provider that runs it twice', () => {
  const twice = [result('okta', 'a'), result('okta', 'a', 'failed'), result('okta', 'a'), result('slack', 'a')];
  expect(contractTable(twice)).toContain('\n✗ ✓  a\n');
});

it('is left out where a single provider ran', () => {
  expect(contractTable([result('okta', 'a')])).toBe('');
});
