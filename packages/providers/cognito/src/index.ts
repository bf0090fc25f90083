export { cognito } from './cognito.ts';
