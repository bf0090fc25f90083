/** Seconds since the epoch, with fractions. */
export const nowSeconds = (): number => Date.now() / 1000;
