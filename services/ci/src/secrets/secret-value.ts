import { SHORTEST_SECRET } from '@mosaic/engines/pipeline';
import { MosaicError } from '@mosaic/platform/errors';

/**
 * What the masks of logs cannot hide (engines/pipeline mask.ts, upstream's rule) is refused as a secret's value, where upstream
 * takes it and shows it.
 */
export function requireHideable(value: string): void {
  if (Buffer.byteLength(value.trim()) >= SHORTEST_SECRET) return;
  throw new MosaicError(
    'invalid_input',
    `The body is not valid: value: must have at least ${SHORTEST_SECRET} characters: a shorter one cannot be hidden in logs`,
  );
}
