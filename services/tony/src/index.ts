export type { TonyConfig } from './config.ts';
export { createTony, type BuiltinAgents, type TonyDeps } from './service.ts';
