import { ratios, short, summary } from './statistics.mjs';

/**
 * Turns raw rounds into the rows of a table: what was measured, its spread, and the ratio to the limit of the table.
 *
 * @param series one `{ name, role, values, cpu?, target?, limit?, more? }` per case. `role` is `limit`, `ours` or
 *   `peer`; `target` is `{ most }` or `{ least }`, of the ratio unless it has a `unit` of its own; `limit` names
 *   another row to compare with, `null` none; `more` is text for the last column. `{ error }` or `{ skipped }`
 *   instead of values says why there are none
 */
export function rowsOf(series) {
  const byName = new Map(series.map((one) => [one.name, one]));
  const first = series.find(({ role }) => role === 'limit');
  return series.map((one) => {
    const { name, role, values, target, more, error, skipped } = one;
    if (skipped !== undefined) return { name, role, skipped };
    if (!values?.length || error !== undefined) return { name, role, error: error ?? 'no round ended' };
    const base = one.limit === undefined ? first : byName.get(one.limit);
    const against = (kind) => (one[kind] && base?.[kind]?.length ? ratios(one[kind], base[kind]) : undefined);
    const [own, ratio, cpuRatio] = [summary(values), against('values'), against('cpu')];
    const met = reached(target?.unit === undefined ? ratio?.median : own.median, target);
    return { name, role, ...own, ratio, cpuRatio, target, met, more, rounds: values };
  });
}

function reached(value, target) {
  if (target === undefined || value === undefined) return undefined;
  return target.most === undefined ? value >= target.least : value <= target.most;
}

/** One table of a group, in Markdown. @param unit of the values */
export function table({ title, unit, rows }) {
  const head = ['case', unit, 'min..max', 'to the limit', 'min..max', 'by CPU time', 'target', 'note'];
  const all = [head, ...rows.map(cells)];
  const kept = head.map((_, column) => column === 0 || all.slice(1).some((row) => row[column]));
  const lines = all.map((row) => `| ${row.filter((_, column) => kept[column]).join(' | ')} |`);
  const rule = `|${kept.flatMap((keep, column) => (keep ? (column ? ' ---: ' : ' --- ') : [])).join('|')}|`;
  return `\n### ${title}\n\n${[lines[0], rule, ...lines.slice(1)].join('\n')}\n`;
}

function cells({ name, role, error, skipped, median, min, max, ratio, cpuRatio, target, met, more = '' }) {
  const label = { ours: `**${name}**`, limit: `${name} (limit)` }[role] ?? name;
  if (skipped !== undefined) return [label, 'SKIPPED', '', '', '', '', '', skipped];
  if (error !== undefined) return [label, 'BROKEN', '', '', '', '', '', error];
  const compared =
    ratio === undefined ? ['', ''] : [`${short(ratio.median)}×`, `${short(ratio.min)}..${short(ratio.max)}`];
  const cpu = cpuRatio === undefined ? '' : `${short(cpuRatio.median)}×`;
  return [label, short(median), `${short(min)}..${short(max)}`, ...compared, cpu, verdict(target, met), more];
}

function verdict(target, met) {
  if (target === undefined) return '';
  const { most, least, unit = '×' } = target;
  return `${most === undefined ? `≥ ${least}` : `≤ ${most}`}${unit} ${met ? 'met' : '**not met**'}`;
}
