export type { Command, CommandIo } from './command.ts';
export { commands, runCommand } from './commands.ts';
