export { createDiscordFake } from './discord-fake.ts';
