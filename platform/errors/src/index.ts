export { faultKind, type FaultKind } from './fault-kind.ts';
export { PermanentError } from './permanent-error.ts';
export { MosaicError, asMosaicError, isMosaicError, type FieldFault } from './mosaic-error.ts';
export { parseInput } from './parse-input.ts';
export { RetryAfter } from './retry-after.ts';
