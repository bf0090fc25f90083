/** Freezes plain objects and arrays all the way down; functions and class instances are left as they are. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null && !Array.isArray(value)) return value;
  for (const name in value) {
    const inner: unknown = value[name];
    if (typeof inner === 'object') deepFreeze(inner);
  }
  return Object.freeze(value);
}
