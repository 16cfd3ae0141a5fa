export type { CoreConfig } from './config.ts';
export { createCore, type CoreDeps } from './service.ts';
