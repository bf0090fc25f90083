import type { z } from 'zod';
import type { ConfigDocument, Path } from './document.ts';

/** Reports the issue that comes first in the file. @throws ConfigFileError */
export function failWith(document: ConfigDocument, issues: readonly z.core.$ZodIssue[]): never {
  const found = issues.map((issue) => {
    const path = placeOf(issue);
    return { path, line: document.lineOf(path), text: textOf(issue) };
  });
  const [first] = found.sort((one, other) => one.line - other.line);
  return document.fail(first?.path ?? [], first?.text ?? 'is not valid');
}

function placeOf(issue: z.core.$ZodIssue): Path {
  const path = issue.path.filter((part) => typeof part !== 'symbol');
  return issue.code === 'unrecognized_keys' ? [...path, issue.keys[0] ?? ''] : path;
}

function textOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'there is no such option; check its spelling';
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  if (issue.code === 'invalid_union') return 'there is no such kind';
  if (issue.code === 'invalid_value') return `must be ${issue.values.map(String).join(' or ')}`;
  if (issue.code === 'invalid_type') {
    return /received undefined$/.test(issue.message) ? 'is missing' : issue.message.replace(/^Invalid input: /, '');
  }
  return issue.message;
}
