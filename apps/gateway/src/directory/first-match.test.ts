import { expect, it } from 'vitest';
import { startGateway } from '../__fixtures__/gateway.ts';

const matching = (more: object = {}) => ({
  config: (usual: { upstreams: { wiki: object } }) => ({
    ...usual,
    upstreams: {
      wiki: {
        ...usual.upstreams.wiki,
        users: { kind: 'static', match: 'attribute', attribute: 'subject', list: [{ username: '200000001' }], ...more },
      },
    },
  }),
  link: false,
});

it('ten first requests of a new caller at once are all let in, whichever of them makes the link', async () => {
  const test = await startGateway(matching());
  const authorization = `Bearer ${await test.token()}`;
  const all = await Promise.all(
    Array.from({ length: 10 }, () => fetch(`${test.url}/wiki/x`, { headers: { authorization } })),
  );
  expect(all.map(({ status }) => status)).toEqual(Array(10).fill(200));
  expect(test.log.filter(({ event }) => event === 'linked')).toHaveLength(1);
  await test.stop();
});
