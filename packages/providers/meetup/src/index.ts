export { meetup } from './meetup.ts';
