import type { Rule } from './repository.ts';
import { lightDoorRule, roomRule } from './rules/core.ts';
import { directionRule, doorRule } from './rules/direction.ts';
import { indexRule } from './rules/index-files.ts';
import { contractTestRule, readmeRule, topFilesRule } from './rules/layout.ts';
import { coreDependenciesRule, dependenciesRule, exportsRule } from './rules/manifest.ts';
import { fileNameRule, packageNameRule, providerNameRule } from './rules/naming.ts';
import { privacyRule } from './rules/privacy.ts';
import { adapterSizeRule, fileSizeRule, lineLengthRule, providerSizeRule } from './rules/size.ts';
import { workflowRule } from './rules/workflows.ts';

/** The house rules that need nothing but the text of the repository. */
export const rules: readonly Rule[] = [
  topFilesRule,
  contractTestRule,
  readmeRule,
  directionRule,
  doorRule,
  indexRule,
  roomRule,
  lightDoorRule,
  coreDependenciesRule,
  dependenciesRule,
  exportsRule,
  providerNameRule,
  packageNameRule,
  fileNameRule,
  fileSizeRule,
  lineLengthRule,
  providerSizeRule,
  adapterSizeRule,
  privacyRule,
  workflowRule,
];
