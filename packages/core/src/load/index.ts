export { type LoadedFactory, loadProviders } from './load-providers.ts';
