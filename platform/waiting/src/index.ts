export { backoff, type Pauses } from './backoff.ts';
export { pause } from './pause.ts';
export { createKeyedQueue, type KeyedQueue } from './keyed-queue.ts';
export { untilDisposed } from './until-disposed.ts';
