import { beforeEach, describe, expect, it } from 'vitest';
import { api, useIssuer } from '../__fixtures__/issuer.ts';
import { active } from '../__fixtures__/opaque.ts';
import { outcome, refused } from '../__fixtures__/registry.ts';
import { json, useServer } from '../__fixtures__/server.ts';
import type { BadToken } from './__fixtures__/bad-token.ts';
import { rooms } from './__fixtures__/gallery.ts';
import { keys, openWorkshop, published } from './__fixtures__/workshop.ts';

const server = useServer();
const issuer = useIssuer(server, keys.current);
beforeEach(() => {
  issuer.publish(...published);
  server.on('/introspect', json(active({ aud: api })));
});

const all = rooms.flatMap(({ tokens }) => tokens);
/** What a failed check says, by the exhibit. */
const said = new Map<BadToken, string>();

describe.each(rooms)('$title', ({ tokens }) => {
  it.each(tokens)('$id is $reason by its check `$check` ($reference)', async (bad) => {
    for (const [path, handler] of Object.entries(bad.answers ?? {})) server.on(path, handler);
    const workshop = openWorkshop(server.url, bad.dpop);
    const { registry } = workshop;
    const token = bad.make(workshop);
    await bad.before?.(workshop, token);

    const error = await refused(registry, token, bad.demands);
    expect(error?.reason).toBe(bad.reason);

    const explanation = await registry.explain(token, bad.demands);
    const failed = explanation.checks.filter(
      ({ outcome: result }) => result === (bad.needsRequest ? 'skipped' : 'failed'),
    );
    expect(failed.map(({ check }) => check)).toEqual([bad.check]);
    const { seen = '', wanted, fix } = failed[0] ?? {};
    const line = `${seen} ${wanted === undefined ? '' : `wanted ${wanted} `}${fix ?? ''}`;
    expect(line).toMatch(bad.says);
    expect(explanation.reason).toBe(bad.needsRequest ? undefined : bad.reason);
    if (!bad.needsRequest) expect(fix).toMatch(/^[A-Z`].*\.$/);
    said.set(bad, line);

    const told = JSON.stringify([explanation, workshop.log, error, error?.message, error?.stack, error?.toBody()]);
    for (const part of [token, ...token.split(/[.,]/)]) if (part.length > 8) expect(told).not.toContain(part);
    await registry.close();
  });
});

describe('the gallery', () => {
  it('begins where a good token is let in', async () => {
    const { registry, token, obtained } = openWorkshop(server.url);
    expect(await outcome(registry, token())).toBe('ok');
    expect(await outcome(registry, 'op_9f8e7d6c5b4a39281706f5e4')).toBe('ok');
    await obtained('lg_0a1b2c3d4e5f60718293a4b5', Date.now() / 1000 + 300);
    expect(await outcome(registry, 'lg_0a1b2c3d4e5f60718293a4b5')).toBe('ok');
  });

  it('has no two exhibits that say the same, but where nothing could tell them apart', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    const kin = ({ id, like }: BadToken) => like ?? id;
    const mistaken = all.flatMap((bad) =>
      [...said]
        .filter(([other]) => other.reason === bad.reason && other.check === bad.check && kin(other) !== kin(bad))
        .filter(([, line]) => bad.says.test(line))
        .map(([other]) => `${bad.id} could be ${other.id}`),
    );
    expect(mistaken).toEqual([]);
    expect(all.filter(({ like }) => like !== undefined && !all.some(({ id }) => id === like))).toEqual([]);
  });
});
