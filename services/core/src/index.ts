export type { CoreConfig } from './config.ts';
export { createCore, type Core, type CoreDeps } from './service.ts';
