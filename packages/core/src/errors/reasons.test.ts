import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reasons } from './reasons.ts';

const folder = join(import.meta.dirname, '../../../../apps/docs/reasons');

it('every reason of the closed list has a page that says its sentence and its fix, and no page stands alone', () => {
  const pages = readdirSync(folder)
    .filter((file) => !['README.md', 'gallery.md', 'vendors.md'].includes(file))
    .map((file) => file.replace(/\.md$/, ''));
  expect(pages.sort()).toEqual(Object.keys(reasons).sort());
  for (const [name, { sentence, fix, status }] of Object.entries(reasons)) {
    const page = readFileSync(join(folder, `${name}.md`), 'utf8').replaceAll(/\s+/g, ' ');
    expect(page).toContain(sentence);
    expect(page).toContain(fix);
    expect(page).toContain(`\`${status}\``);
  }
});
