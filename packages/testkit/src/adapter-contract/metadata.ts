import type { Case } from './case.ts';
import { resource } from './provider.ts';
import { metadataPath } from './routes.ts';

/** RFC 9728. */
export const metadataCases: readonly Case[] = [
  {
    title: 'RFC 9728 §3.2: the metadata is public JSON that clients may keep',
    run: async ({ send, expect }) => {
      const { status, headers, json } = await send('GET', metadataPath);
      expect(status).toBe(200);
      expect((json as { resource: unknown }).resource).toBe(resource);
      expect(headers.get('content-type')).toMatch(/^application\/json/);
      expect(headers.get('cache-control')).toBe('public, max-age=3600');
      expect(headers.get('access-control-allow-origin')).toBe('*');
      const head = await send('HEAD', metadataPath);
      expect([head.status, head.rest, head.headers.get('content-type')]).toEqual([200, '', 'application/json']);
    },
  },
  {
    title: 'RFC 9110 §15.5.6: the metadata is read only',
    run: async ({ send, expect }) => {
      for (const method of ['POST', 'PUT', 'DELETE']) {
        const { status, headers } = await send(method, metadataPath, [['Content-Length', '0']]);
        expect([status, headers.get('allow')]).toEqual([405, 'GET, HEAD']);
      }
    },
  },
];
