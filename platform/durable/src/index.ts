export { openDurable } from './openworkflow-durable.ts';
export type { Durable, DurableHandler, DurableOptions, DurableRun } from './durable.ts';
