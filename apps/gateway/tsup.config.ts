import { defineConfig } from 'tsup';
import { preset } from '../../tools/tsup/preset.ts';

export default defineConfig(
  preset({
    index: 'src/index.ts',
    commands: 'src/commands/index.ts',
    bin: 'src/bin.ts',
    'demo/main': 'src/demo/main.ts',
  }),
);
