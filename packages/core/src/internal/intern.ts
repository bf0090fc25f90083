const lists = new Map<string, readonly string[]>();
const mostLists = 1_000;
const longestKey = 512;

/**
 * One frozen list for all tokens that say the same: scopes, audiences and groups repeat from token to token, and a list
 * that is shared takes no memory and is in the processor's cache. Bounded; a rare or long list is kept as it is.
 */
export function intern(list: readonly string[]): readonly string[] {
  if (Object.isFrozen(list)) return list;
  if (list.length > 16) return Object.freeze(list);
  const key = JSON.stringify(list);
  if (key.length > longestKey) return Object.freeze(list);
  const known = lists.get(key);
  if (known !== undefined) return known;
  const made = Object.freeze([...list]);
  if (lists.size >= mostLists) lists.delete(lists.keys().next().value ?? '');
  lists.set(key, made);
  return made;
}

const words = new Map<string, readonly string[]>();

/** The words of a text with single blanks between them, as one list for all who say the same. */
export function internWords(text: string): readonly string[] {
  const known = words.get(text);
  if (known !== undefined) return known;
  const list = intern(text.split(' ').filter((item) => item !== ''));
  if (text.length > longestKey) return list;
  if (words.size >= mostLists) words.delete(words.keys().next().value ?? '');
  words.set(text, list);
  return list;
}
