import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

/** Throws `forbidden` unless the caller is one of the platform's own: others' words are no facts. */
export function requireRecorder({ builtIn }: Caller): void {
  if (!builtIn) throw new MosaicError('forbidden', "Only the platform's own services record events.");
}
