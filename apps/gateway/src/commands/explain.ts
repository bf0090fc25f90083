import type { Check, Explanation } from '@bearerkit/core';
import type { Runtime } from '../runtime.ts';
import { type Command, positionals } from './command.ts';
import { directoriesOf, withRuntime } from './open.ts';
import { readToken } from './read-token.ts';

/** Tells every check of a token in order, and what to do about the one that failed. */
export const explain: Command = {
  name: 'explain',
  takes: '',
  summary: 'tell every check of the token on standard input',
  run(line, io) {
    positionals(line, explain);
    return withRuntime(line.config, async (runtime) => {
      const token = await readToken(io);
      const walked = await runtime.registry.explain(token);
      const explanation = { ...walked, checks: [...walked.checks, ...gatewayChecks(runtime, walked)] };
      if (line.json) io.out(JSON.stringify(explanation));
      else for (const row of rows(explanation)) io.out(row);
      return explanation.checks.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
    });
  },
};

/** What the gateway itself asks beyond the registry: the switch, and a link in each directory. Nothing is written. */
function gatewayChecks(runtime: Runtime, { ok, provider = '', subject = '' }: Explanation): Check[] {
  const enabled = { check: 'policy.enabled', seen: String(runtime.config.policy.enabled), wanted: 'true' };
  const policy: Check = runtime.config.policy.enabled
    ? { ...enabled, outcome: 'passed' }
    : { ...enabled, outcome: 'failed', fix: 'Set `policy.enabled: true` and restart the gateway.' };
  if (!ok) return [policy];
  const { identity } = runtime.registry.provider(provider);
  const links = directoriesOf(runtime).map((directory): Check => {
    const check = `link in ${directory}`;
    const user = runtime.stores.links.find(directory, identity, subject)?.user;
    if (user !== undefined) return { check, outcome: 'passed', seen: user };
    const fix = `bearerkit-gateway link ${provider} ${subject} <user>`;
    return { check, outcome: 'failed', seen: `subject ${subject} has none`, fix };
  });
  return [policy, ...links];
}

const signs = { passed: '✓', failed: '✗', skipped: '·' } as const;

function rows({ ok, provider, subject, reason, checks }: Explanation): string[] {
  const failed = checks.find(({ outcome }) => outcome === 'failed');
  const verdict = ok ? `a good token: ${provider}/${subject}` : `refused: ${reason}`;
  return [...checks.map(row), '', failed !== undefined && ok ? `${verdict}, but see ${failed.check}` : verdict];
}

function row({ check, outcome, seen, wanted, fix }: Check): string {
  const parts = [seen === undefined ? '' : `saw ${seen}`, wanted === undefined ? '' : `wanted ${wanted}`];
  const detail = parts.filter((part) => part !== '').join(', ');
  return `${signs[outcome]} ${check}${detail === '' ? '' : `: ${detail}`}${fix === undefined ? '' : `\n    → ${fix}`}`;
}
