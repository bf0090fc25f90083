import { ratios, short, summary } from './statistics.mjs';

/**
 * Turns raw rounds into the rows of a table: what was measured, its spread, and the ratio to the limit of the table.
 *
 * @param series one `{ name, role, values, target?, limit?, more? }` per case. `role` is `limit`, `ours` or `peer`;
 *   `target` is `{ most }` or `{ least }`, of the ratio unless it has a `unit` of its own; `limit` names another row to
 *   compare with; `more` is text for the last column. `{ error }` or `{ skipped }` instead of values says why none are
 */
export function rowsOf(series) {
  const byName = new Map(series.map((one) => [one.name, one]));
  const first = series.find(({ role }) => role === 'limit');
  return series.map((one) => {
    const { name, role, values, target, limit, more = '', error, skipped } = one;
    if (!values?.length)
      return { name, role, ...(skipped === undefined ? { error: error ?? 'no round ended' } : { skipped }) };
    const base = limit === undefined ? first : byName.get(limit);
    const ratio = base?.values?.length ? ratios(values, base.values) : undefined;
    const own = summary(values);
    const compared = target?.unit === undefined ? ratio?.median : own.median;
    return { name, role, ...own, ratio, target, met: met(compared, target), more, error, rounds: values };
  });
}

function met(value, target) {
  if (target === undefined || value === undefined) return undefined;
  return target.most === undefined ? value >= target.least : value <= target.most;
}

/** One table of a group, in Markdown. @param unit of the values */
export function table({ title, unit, rows }) {
  const head = ['case', unit, 'min..max', 'to the limit', 'min..max', 'target', ''];
  return `\n### ${title}\n\n${markdown(head, rows.map(cells))}\n`;
}

function cells({ name, role, error, skipped, median, min, max, ratio, target, met: reached, more }) {
  const label = { ours: `**${name}**`, limit: `${name} (limit)` }[role] ?? name;
  if (skipped !== undefined) return [label, 'SKIPPED', '', '', '', '', skipped];
  if (error !== undefined) return [label, 'BROKEN', '', '', '', '', error];
  const compared =
    ratio === undefined ? ['', ''] : [`${short(ratio.median)}×`, `${short(ratio.min)}..${short(ratio.max)}`];
  return [label, short(median), `${short(min)}..${short(max)}`, ...compared, verdict(target, reached), more];
}

function verdict(target, reached) {
  if (target === undefined) return '';
  const { most, least, unit = '×' } = target;
  return `${most === undefined ? `≥ ${least}` : `≤ ${most}`}${unit} ${reached ? 'met' : '**not met**'}`;
}

function markdown(head, rows) {
  const line = (columns) => `| ${columns.join(' | ')} |`;
  return [line(head), `|${head.map((_, index) => (index ? ' ---: ' : ' --- ')).join('|')}|`, ...rows.map(line)].join(
    '\n',
  );
}
