export { gitlab } from './gitlab.ts';
