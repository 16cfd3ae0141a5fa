export { openDurable } from './openworkflow-durable.ts';
export type { Durable, DurableHandler, DurableOptions, DurableRun, Json } from './durable.ts';
