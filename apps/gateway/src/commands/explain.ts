import type { Check, Explanation } from '@bearerkit/core';
import type { Verdict } from '../directory/people.ts';
import { printable } from '../log.ts';
import type { Runtime } from '../runtime.ts';
import { type Command, positionals } from './command.ts';
import { withRuntime } from './open.ts';
import { readToken } from './read-token.ts';

/**
 * Tells every check of a token in order, and what to do about the one that failed. The exit code is 1 when the token is
 * refused, the switch is off, or no directory lets the caller in.
 */
export const explain: Command = {
  name: 'explain',
  takes: '',
  summary: 'tell every check of the token on standard input',
  run(line, io) {
    positionals(line, explain);
    return withRuntime(line.config, async (runtime) => {
      const token = await readToken(io);
      const walked = await runtime.registry.explain(token);
      const policy = policyCheck(runtime);
      const directories = walked.ok ? await directoryChecks(runtime, token) : [];
      const explanation = { ...walked, checks: [...walked.checks, policy, ...directories] };
      const isLetIn = policy.outcome === 'passed' && directories.some(({ outcome }) => outcome === 'passed');
      if (line.json) io.out(JSON.stringify(explanation));
      else for (const row of rows(explanation, policy, isLetIn)) io.out(row);
      return isLetIn ? 0 : 1;
    });
  },
};

function policyCheck({ config }: Runtime): Check {
  const enabled = { check: 'policy.enabled', seen: String(config.policy.enabled), wanted: 'true' };
  return config.policy.enabled
    ? { ...enabled, outcome: 'passed' }
    : { ...enabled, outcome: 'failed', fix: 'Set `policy.enabled: true` and restart the gateway.' };
}

/** Who the caller is in each directory, as a request would find it. Nothing is written. */
async function directoryChecks({ registry, people }: Runtime, token: string): Promise<readonly Check[]> {
  const auth = await registry.verify({ method: 'GET', headers: { authorization: `Bearer ${token}` } });
  const { identity } = registry.provider(auth.provider);
  // Upstreams that share a directory make one line, unless it is not the same to them.
  const lines = new Map<string, { readonly name: string; readonly found: Found; readonly upstreams: string[] }>();
  for (const [upstream, directory] of people) {
    const { name } = directory;
    const found = toFound(await directory.explain(auth, identity), auth.provider, auth.subject);
    const key = JSON.stringify([name, found]);
    const line = lines.get(key) ?? { name, found, upstreams: [] };
    line.upstreams.push(upstream);
    lines.set(key, line);
  }
  return [...lines.values()].map(({ name, found, upstreams }) => {
    const of = upstreams.join(', ');
    return { check: `user in ${name}${of === name ? '' : ` (${of})`}`, ...found };
  });
}

type Found = Omit<Check, 'check'>;

function toFound(verdict: Verdict, provider: string, subject: string): Found {
  const { by } = verdict;
  if ('user' in verdict) {
    const { username } = verdict.user;
    return { outcome: 'passed', seen: by === 'link' ? username : `${username}, linked at the first request` };
  }
  const who = `${provider} ${shellWord(subject)}`;
  const fix = by === 'link' ? `bearerkit-gateway unlink ${who}` : `bearerkit-gateway link ${who} <user>`;
  return { outcome: 'failed', seen: `${verdict.refused}: ${verdict.detail}`, fix };
}

/** Text from a provider as one word of a command to copy: nothing in it may mean anything to a shell. */
const shellWord = (text: string): string =>
  /^[\w.:@/-]+$/.test(text) ? text : `'${printable(text).replaceAll("'", "'\\''")}'`;

const signs = { passed: '✓', failed: '✗', skipped: '·' } as const;

function rows({ ok, provider, subject = '', reason, checks }: Explanation, policy: Check, isLetIn: boolean): string[] {
  const good = `a good token: ${provider}/${printable(subject)}`;
  const but = policy.outcome === 'passed' ? 'no directory lets the caller in' : 'see policy.enabled';
  const verdict = isLetIn ? good : `${good}, but ${but}`;
  return [...checks.map(row), '', ok ? verdict : `refused: ${reason}`];
}

function row({ check, outcome, seen, wanted, fix }: Check): string {
  const parts = [
    seen === undefined ? '' : `saw ${printable(seen, 1024)}`,
    wanted === undefined ? '' : `wanted ${printable(wanted, 1024)}`,
  ];
  const detail = parts.filter((part) => part !== '').join(', ');
  return `${signs[outcome]} ${check}${detail === '' ? '' : `: ${detail}`}${fix === undefined ? '' : `\n    → ${fix}`}`;
}
