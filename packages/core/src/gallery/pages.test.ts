import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { reasons } from '../errors/reasons.ts';
import { rooms } from './__fixtures__/gallery.ts';
import { anchorOf, toPage, withLinks } from './__fixtures__/markdown.ts';

const folder = join(import.meta.dirname, '../../../../apps/docs/reasons');
const exhibits = rooms.flatMap(({ tokens }) => tokens);
/** Pages that are written by hand to the end. */
const byHand = ['bad_proof', 'proof_required', 'step_up_required', 'unsupported_confirmation'];

/** `UPDATE_GALLERY=1` writes the pages instead. */
function matches(name: string, make: (page: string) => string): void {
  const path = join(folder, `${name}.md`);
  if (process.env.UPDATE_GALLERY === '1')
    writeFileSync(path, make(name === 'gallery' ? '' : readFileSync(path, 'utf8')));
  const page = readFileSync(path, 'utf8');
  expect(page, `${name}.md is not what the gallery says: run with UPDATE_GALLERY=1`).toBe(make(page));
}

it('the page of the gallery says what its data says', () => {
  matches('gallery', () => toPage(rooms));
});

it.each(Object.keys(reasons).filter((name) => !byHand.includes(name)))(
  'the page of %s links to its exhibits',
  (name) => {
    matches(name, (page) =>
      withLinks(
        page,
        exhibits.filter(({ reason }) => reason === name),
      ),
    );
  },
);

it('each exhibit can be linked to', () => {
  const headings = [...rooms, ...exhibits].map(({ title }) => anchorOf(title));
  expect(new Set(headings).size).toBe(headings.length);
});
