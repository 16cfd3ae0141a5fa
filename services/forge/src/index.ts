export type { ForgeConfig } from './config.ts';
export { createForge, type ForgeDeps } from './service.ts';
