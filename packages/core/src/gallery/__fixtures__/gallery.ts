import type { Room } from './bad-token.ts';
import { form } from './form.ts';
import { keysAndAlgorithms } from './keys-and-algorithms.ts';
import { kinds } from './kinds.ts';
import { names } from './names.ts';
import { opaqueTokens } from './opaque-tokens.ts';
import { routes } from './routes.ts';
import { signatures } from './signatures.ts';
import { times } from './times.ts';

/** All bad tokens, room by room. */
export const rooms: readonly Room[] = [times, names, kinds, keysAndAlgorithms, signatures, form, opaqueTokens, routes];
