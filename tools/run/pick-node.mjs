import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The oldest Node that runs our tools: it strips types and has `node:sqlite`. */
export const wantedNode = '22.18';

/**
 * The Node to run everything with: the one running, else the one pinned in the lockfile.
 * npm 10 does not link the pinned one into `.bin`, hence the full path.
 */
export function pickNode(root) {
  if (isGoodEnough(process.versions.node)) return process.execPath;
  const pinned = join(root, `node_modules/node-${process.platform}-${process.arch}/bin/node`);
  return existsSync(pinned) ? pinned : undefined;
}

function isGoodEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  const [wantedMajor, wantedMinor] = wantedNode.split('.').map(Number);
  return major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
}
