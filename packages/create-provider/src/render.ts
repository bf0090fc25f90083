import type { Answers } from './answers.ts';

/**
 * A template with its blanks filled in: `__id__`, `__factory__` (camelCase), `__Name__` (for people) and `__prefix__`
 * (of its tokens). Lines between `#if <word>` and `#end` stay where the word is the protocol or the kind of token.
 *
 * @throws Error for a block that does not end
 */
export function render(template: string, { id, protocol, token }: Answers): string {
  const lines: string[] = [];
  const open: boolean[] = [];
  for (const line of template.split('\n')) {
    const [, condition] = /^\s*(?:\/\/|<!--) #if (\w+)/.exec(line) ?? [];
    if (condition !== undefined) open.push(condition === protocol || condition === token);
    else if (/^\s*(?:\/\/|<!--) #end/.test(line)) open.pop();
    else if (open.every((holds) => holds)) lines.push(line);
  }
  if (open.length > 0) throw new Error('a block of the template does not end');
  const words = id.split('-');
  const capital = (word: string) => `${word[0]?.toUpperCase()}${word.slice(1)}`;
  return lines
    .join('\n')
    .replaceAll('__id__', id)
    .replaceAll('__factory__', [words[0], ...words.slice(1).map(capital)].join(''))
    .replaceAll('__Factory__', words.map(capital).join(''))
    .replaceAll('__Name__', words.map(capital).join(' '))
    .replaceAll('__prefix__', `${id.replaceAll('-', '')}_`);
}
