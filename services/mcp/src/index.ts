export type { McpConfig } from './config.ts';
export { createMcp, type McpDeps } from './service.ts';
