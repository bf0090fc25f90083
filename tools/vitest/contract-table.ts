/** What came of one case at one provider. */
export interface ContractResult {
  readonly provider: string;
  /** As the runner knows it; of a skipped case with its reason in brackets behind it. */
  readonly name: string;
  readonly state: 'passed' | 'failed' | 'skipped';
}

const marks = { passed: '✓', failed: '✗', skipped: '-' } as const;
/** Of a provider that runs the contract more than once, the worst counts; a skip only where nothing passed. */
const rank = ['passed', 'skipped', 'failed'] as const;

/** Contract case × provider, one line per case; nothing for fewer than two providers. */
export function contractTable(results: readonly ContractResult[]): string {
  const providers = [...new Set(results.map(({ provider }) => provider))].sort();
  if (providers.length < 2) return '';
  const whole = results.flatMap(({ name, state }) => (state === 'skipped' ? [] : [name]));
  const titles = [...new Set(whole)].sort();
  const titleOf = (name: string) =>
    titles.find((title) => name.startsWith(`${title} (`) && !whole.includes(name)) ?? name;
  const rows = new Map<string, Map<string, ContractResult['state']>>(titles.map((title) => [title, new Map()]));
  for (const { provider, name, state } of results) {
    const title = titleOf(name);
    const row = rows.get(title) ?? new Map<string, ContractResult['state']>();
    const before = row.get(provider);
    row.set(provider, before === undefined || rank.indexOf(state) > rank.indexOf(before) ? state : before);
    rows.set(title, row);
  }
  const width = Math.max(...providers.map(({ length }) => length));
  const heads = Array.from({ length: width }, (_, line) =>
    providers.map((provider) => provider.padStart(width)[line]).join(' '),
  );
  const lines = [...rows].map(([title, row]) => {
    const cells = providers.map((provider) => marks[row.get(provider) ?? 'skipped']);
    return `${cells.join(' ')}  ${title}`;
  });
  const counts = `${rows.size} cases at ${providers.length} providers: ✓ passed, ✗ failed, - skipped`;
  return ['', `Contract of providers, ${counts}`, ...heads, ...lines, ''].join('\n');
}
