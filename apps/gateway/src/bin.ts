#!/usr/bin/env node
import { runCommand } from './commands/commands.ts';

process.exitCode = await runCommand(process.argv.slice(2), {
  stdin: process.stdin,
  out: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
});
