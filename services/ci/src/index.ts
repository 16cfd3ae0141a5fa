export type { CiConfig } from './config.ts';
export { createCi, type CiDeps } from './service.ts';
