import type { BadToken, Room } from './bad-token.ts';

const width = 120;

/** The gallery as a page: each exhibit under a heading of its own. */
export function toPage(rooms: readonly Room[]): string {
  const count = rooms.reduce((sum, { tokens }) => sum + tokens.length, 0);
  return `${[
    '# A gallery of bad tokens',
    wrap(
      `What people see, why it is refused, and what to do: ${count} tokens, each of them refused by a test with exactly ` +
        'this reason, at exactly this check of `registry.explain(token)`. This page is written from the data of that test.',
    ),
    ...rooms.flatMap(({ title, tokens }) => [`## ${title}`, ...tokens.flatMap(toSection)]),
  ].join('\n\n')}\n`;
}

/** The page of a reason, with links to its exhibits before its last section. */
export function withLinks(page: string, exhibits: readonly BadToken[]): string {
  const [before = '', finding] = page.split(/^## Finding it\n/m);
  const own = before.replace(/^## In the gallery\n[\s\S]*/m, '');
  if (exhibits.length === 0) return `${own}## Finding it\n${finding}`;
  const links = exhibits.map(({ title }) => `- [${title}](gallery.md#${anchorOf(title)})`);
  return `${own}## In the gallery\n\n${links.join('\n')}\n\n## Finding it\n${finding}`;
}

/** What a heading can be linked by, as GitHub makes it. */
export const anchorOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function toSection({ title, wrong, reason, check, remedy, reference, like, needsRequest }: BadToken): string[] {
  const missing = needsRequest === true ? ', which needs the whole request and not the token alone' : '';
  const kin = like === undefined ? '' : ' Another token of this page looks the same to the check.';
  return [
    `### ${title}`,
    wrap(`${wrong} Refused as [${reason}](${reason}.md) at the check \`${check}\`${missing} (${reference}).${kin}`),
    wrap(`**What to do:** ${remedy}`),
  ];
}

function wrap(text: string): string {
  let line = '';
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length >= width) {
      lines.push(line);
      line = '';
    }
    line += line === '' ? word : ` ${word}`;
  }
  return [...lines, line].join('\n');
}
