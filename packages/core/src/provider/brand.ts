/** The brand by which a loader finds a provider factory among the exports of a package. */
export const providerBrand: symbol = Symbol.for('bearerkit.provider');
