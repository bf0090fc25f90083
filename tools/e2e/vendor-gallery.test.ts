import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createProviderRegistry } from '@bearerkit/core';
import { expect, it } from 'vitest';
import { startEleven, type Vendor } from './eleven.ts';
import { exhibitsOf, reasonOf, toPage } from './vendor-gallery.ts';

const file = join(import.meta.dirname, '../../apps/docs/reasons/vendors.md');

it('every bad token of every vendor is refused with the reason that its page says (UPDATE_GALLERY=1 writes it)', async () => {
  const vendors: Readonly<Record<string, Vendor>> = await startEleven();
  const providers = Object.fromEntries(Object.entries(vendors).map(([key, { provider }]) => [key, provider]));
  const registry = createProviderRegistry(providers);
  try {
    const seen: Record<string, (readonly [string, string])[]> = {};
    for (const [key, vendor] of Object.entries(vendors)) {
      const rows = [];
      for (const exhibit of await exhibitsOf(vendor))
        rows.push([exhibit.what, await reasonOf(registry, key, exhibit)] as const);
      expect(rows.length).toBeGreaterThan(1);
      seen[vendor.provider.name] = rows;
    }
    if (process.env.UPDATE_GALLERY === '1') writeFileSync(file, toPage(seen));
    expect(readFileSync(file, 'utf8')).toBe(toPage(seen));
  } finally {
    await registry.close();
    await Promise.all(Object.values(vendors).map((vendor) => vendor.stop()));
  }
}, 30_000);
