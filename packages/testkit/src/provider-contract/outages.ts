import { setTimeout as wait } from 'node:timers/promises';
import { faults } from '../fake/faults.ts';
import type { Fault } from '../fake/routes.ts';
import type { Case } from './case.ts';
import { watchedHttp } from './http.ts';
import { proofPaths } from './proof-paths.ts';
import type { Stage } from './stage.ts';

const outages: Readonly<Record<string, Fault>> = {
  'status 429': faults.status(429),
  'status 500': faults.status(500),
  'a web page with 502': faults.html(502),
  'no answer': faults.hang(),
  'a cut connection': faults.reset(),
};

/** What comes of a token once its provider is well: at once, but for the pause before keys are read anew. */
async function recovered(stage: Stage, token: string): Promise<string> {
  let last = await stage.outcome(token);
  for (let turn = 0; turn < 30 && last.startsWith('503'); turn++) {
    await wait(100);
    last = await stage.outcome(token);
  }
  return last;
}

/** Could not tell is not no (RFC 9110 §15.6.4). */
export const outageCases: readonly Case[] = Object.entries(outages).map(([what, fault]) => ({
  title: `provider down: ${what} is 503 with Retry-After, never 401, and is not kept`,
  run: async (context) => {
    const { fake, open, token, expect } = context;
    const text = await token();
    const paths = await proofPaths(context, text);
    const stages: Stage[] = [];
    for (const path of paths.keys()) {
      const stage = open({ http: watchedHttp(300) });
      fake.fail(fault, { path });
      const error = await stage.refusal(text);
      expect(`${error?.status} ${error?.reason}`, path).toMatch(/^503 provider_/);
      expect(error?.headers['retry-after'] ?? 'none').toMatch(/^[1-9]\d*$/);
      fake.heal();
      stages.push(stage);
    }
    for (const stage of stages) expect(await recovered(stage, text)).toBe('ok');
  },
}));
