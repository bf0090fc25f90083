/**
 * What there is to measure, by letter. Each part runs in a process of its own, so that none finds code that another
 * has warmed up or spoilt: the exported function of a file, its options, and flags for Node.
 */
export const groups = {
  A: {
    title: 'verification in process',
    parts: [{ file: 'known.mjs', run: 'measureKnown' }],
  },
};
