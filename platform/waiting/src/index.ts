export { backoff, type Pauses } from './backoff.ts';
export { pause } from './pause.ts';
export { createTurns, type Turns } from './turns.ts';
export { untilDisposed } from './until-disposed.ts';
