export { eachAlone } from './each-alone.ts';
export { composeService, type Lifecycle } from './compose-service.ts';
export { freeBytes } from './disk.ts';
export { holdsData } from './home-data.ts';
export { homeHolder, isHomeHeld, lockHome, prepareHome, tryLock, type HomeLock } from './home-lock.ts';
export { repeat, type RepeatOptions } from './repeat.ts';
export { Stack } from './stack.ts';
export type { Health, Listener, Service } from './service.ts';
