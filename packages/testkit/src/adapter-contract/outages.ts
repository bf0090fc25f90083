import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { faults } from '../fake/faults.ts';
import type { Fault } from '../fake/routes.ts';
import type { Case } from './case.ts';

const outages: Readonly<Record<string, Fault>> = {
  'a cut connection': faults.reset(),
  '500': faults.status(500),
  '429': faults.status(429, { headers: { 'retry-after': '1' } }),
  'a web page': faults.html(),
  null: faults.null(),
};

/** Could not tell is not no. */
export const outageCases: readonly Case[] = [
  ...Object.entries(outages).map(
    ([name, fault]): Case => ({
      title: `RFC 9110 §15.6.4: a provider that answers with ${name} is 503 with Retry-After, and is asked again`,
      run: async ({ get, provider, refused, expect }) => {
        const heal = provider.fail(fault);
        const answer = await get('/me', 'acme_member-1');
        refused(answer, 503, 'temporarily_unavailable');
        expect(answer.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
        heal();
        // What a provider asked for is kept to (RFC 9110 §10.2.3).
        if (name === '429') await wait(1_100);
        expect((await get('/me', 'acme_member-1')).status).toBe(200);
      },
    }),
  ),
  {
    title: 'a token that is known goes on while the provider is down',
    run: async ({ get, provider, expect }) => {
      expect((await get('/me', 'acme_member-1')).status).toBe(200);
      await provider.stop();
      expect((await get('/me', 'acme_member-1')).status).toBe(200);
    },
  },
  {
    title: 'whatever the registry throws is 503, never a pass (Auth.js GHSA-8fpg-xm3f-6cx3)',
    run: async ({ get, sabotage, refused }) => {
      for (const problem of [new TypeError('a bug'), 'a string', null]) {
        sabotage.verify = problem;
        refused(await get('/me', 'acme_member-1'), 503, 'temporarily_unavailable');
        refused(await get('/optional', 'acme_member-1'), 503, 'temporarily_unavailable');
      }
      sabotage.peek = new TypeError('a bug');
      refused(await get('/me', 'acme_member-1'), 503, 'temporarily_unavailable');
    },
  },
  {
    title: 'a client that has gone before its answer harms nobody',
    run: async ({ open, get, provider, expect }) => {
      provider.fail(faults.delay(50));
      for (const [count, token] of ['acme_member-1', 'acme_nobody'].entries()) {
        const socket = open('/me', token);
        socket.on('error', () => undefined);
        for (let turn = 0; provider.calls() === count && turn < 200; turn++) await wait(5);
        expect(provider.calls(), 'the provider was asked').toBe(count + 1);
        socket.resetAndDestroy();
        await once(socket, 'close');
      }
      await wait(100);
      expect((await get('/me', 'acme_member-2')).status).toBe(200);
    },
  },
];
