import { defineConfig } from 'tsup';
import { preset } from '../../../tools/tsup/preset.ts';

// `node:sqlite` has no name without its prefix.
export default defineConfig(preset({ index: 'src/index.ts' }, { removeNodeProtocol: false }));
