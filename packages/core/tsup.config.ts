import { defineConfig } from 'tsup';
import { preset } from '../../tools/tsup/preset.ts';

export default defineConfig(
  preset({
    index: 'src/index.ts',
    provider: 'src/provider/index.ts',
    errors: 'src/errors/index.ts',
    load: 'src/load/index.ts',
    adapter: 'src/adapter/index.ts',
    toolkit: 'src/toolkit/index.ts',
  }),
);
