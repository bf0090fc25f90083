/** Goes on with a value: at once where it is there, else when it comes. What can be known now costs no tick. */
export function chain<T, R>(value: T | Promise<T>, next: (value: T) => R | Promise<R>): R | Promise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
