/**
 * Checks a package-lock.json (default: ours) for two things npm lets pass: an optional package without an entry,
 * on which `npm ci` fails on the platform that needs it, and an address of the registry it was made with.
 */
import { readFileSync } from 'node:fs';

const [file = 'package-lock.json'] = process.argv.slice(2);
const { packages } = JSON.parse(readFileSync(file, 'utf8'));

/** npm looks for a package beside its dependent, then in every `node_modules` further up. */
function hasEntry(dependent, name) {
  for (let folder = dependent; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/')))) {
    if (Object.hasOwn(packages, folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`)) return true;
    if (!folder) return false;
  }
}

const problems = Object.entries(packages).flatMap(([path, entry]) => [
  ...Object.keys(entry.optionalDependencies ?? {})
    .filter((name) => !hasEntry(path, name))
    .map((name) => `"${path}" may need ${name}, which has no entry: pin a version whose packages all exist`),
  ...(/^[a-z+]+:/.test(entry.resolved ?? '')
    ? [`"${path}" names where it was downloaded from: set omit-lockfile-registry-resolved=true and lock again`]
    : []),
]);

for (const problem of problems) process.stderr.write(`${file}: ${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;
