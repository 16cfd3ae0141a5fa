import { MosaicError } from '@mosaic/platform/errors';

/** @throws MosaicError (`not_found`) where there is nothing. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new MosaicError('not_found', 'There is no such thing.');
  return value;
}
