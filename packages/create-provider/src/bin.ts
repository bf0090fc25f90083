#!/usr/bin/env node
import { main } from './main.ts';

const { stdin: input, stdout: output, stderr: errors } = process;
process.exitCode = await main(process.argv.slice(2), { folder: process.cwd(), input, output, errors });
