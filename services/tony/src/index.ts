export type { TonyConfig } from './config.ts';
export { createTony, type TonyDeps } from './service.ts';
