#!/usr/bin/env node
const wanted = '22.19';
const isOld = process.versions.node.localeCompare(wanted, undefined, { numeric: true }) < 0;

if (isOld) {
  process.stderr.write(`bearerkit-gateway needs Node ${wanted} or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 2;
} else {
  // Not imported before the check: an older Node has no node:sqlite, and would say only that.
  const { runCommand } = await import('./commands/commands.ts');
  process.exitCode = await runCommand(process.argv.slice(2), {
    stdin: process.stdin,
    out: (line) => void process.stdout.write(`${line}\n`),
    note: (line) => void process.stderr.write(`${line}\n`),
  });
}
