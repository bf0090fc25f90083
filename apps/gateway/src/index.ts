export type { GatewayConfig, RouteConfig, UpstreamConfig } from './config/config.ts';
export { ConfigFileError, type ConfigPlace } from './config/config-file-error.ts';
export { type LoadOptions, loadConfig } from './config/load.ts';
export type { ProviderLoader } from './config/providers.ts';
export { createGateway, type Gateway, type GatewayOptions } from './gateway.ts';
export { createLog, type Log } from './log.ts';
export { type GatewayRegistry, openRuntime, type Runtime, type RuntimeOptions } from './runtime.ts';
