/**
 * Changes the checks of packages/core/src/verify one at a time and sees whether a test notices; fails below the score
 * of `settings.mjs`. Arguments name files to change instead of all: `node tools/mutation/run.mjs require walk`.
 */
import { join } from 'node:path';
import { prepare } from './prepare.mjs';
import { settings } from './settings.mjs';

process.chdir(join(import.meta.dirname, '../..'));
prepare();

const { Stryker } = await import('@stryker-mutator/core');
await new Stryker(settings(process.argv.slice(2), process.stdout.isTTY)).runMutationTest();
