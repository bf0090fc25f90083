const lists = new Map<string, readonly string[]>();
const mostLists = 1_000;
const longestKey = 512;

/**
 * One frozen list for all tokens that say the same: scopes, audiences and groups repeat from token to token, and a list
 * that is shared takes no memory and is in the processor's cache. Bounded; a rare or long list is kept as it is.
 */
export function intern(list: readonly string[]): readonly string[] {
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
