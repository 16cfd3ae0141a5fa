export type { EdgeConfig } from './config.ts';
export { createEdge, type EdgeDeps } from './service.ts';
