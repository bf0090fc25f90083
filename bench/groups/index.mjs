/**
 * What there is to measure, by letter. Each part runs in a process of its own, so that none finds code that another
 * has warmed up or spoilt: the exported function of a file, its options, and flags for Node.
 */
export const groups = {
  A: {
    title: 'verification in process',
    parts: [
      { file: 'known.mjs', run: 'measureKnown' },
      ...['RS256', 'ES256', 'EdDSA'].map((alg) => ({ file: 'cold.mjs', run: 'measureCold', alg })),
    ],
  },
  B: { title: 'known tokens over HTTP', parts: [{ file: 'adapters.mjs', run: 'measureAdapters' }] },
  C: { title: 'opaque tokens', parts: [{ file: 'opaque.mjs', run: 'measureOpaque' }] },
  E: {
    title: 'import and install',
    parts: [
      { file: 'imports.mjs', run: 'measureImports' },
      { file: 'provider-imports.mjs', run: 'measureProviderImports' },
    ],
  },
  F: {
    title: 'memory and stand-still',
    parts: [{ file: 'memory.mjs', run: 'measureMemory', flags: ['--expose-gc'] }],
  },
};
