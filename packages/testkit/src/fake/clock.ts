/** The time a fake lives in: it runs like the real one, and a test may move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the clock; a negative number moves it back. */
  advance(seconds: number): void;
  /** Moves the clock to an instant, in milliseconds since the epoch, from where it runs on. */
  set(milliseconds: number): void;
}

/**
 * Makes a clock; give one to several fakes so that they age together.
 *
 * @param start milliseconds since the epoch. @default the real time
 */
export function createClock(start?: number): Clock {
  let offset = start === undefined ? 0 : start - Date.now();
  return {
    now: () => Date.now() + offset,
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    set: (milliseconds) => {
      offset = milliseconds - Date.now();
    },
  };
}
