import { MosaicError } from '@mosaic/platform/errors';
import { permits, type Caller } from '@mosaic/platform/identity';

import type { Access } from '../../repositories/repository-reader.ts';

/** What one may not see is as what is not there, a token without the grant included: no answer here is in JSON for a program to read. */
export function readable(caller: Caller, access: Access | null): Access {
  const isLet = caller.kind === 'anonymous' || permits(caller, 'forge:repository:read');
  if (access === null || access.level === 'none' || !isLet) throw noFile();
  return access;
}

export function noFile(): MosaicError {
  return new MosaicError('not_found', 'There is no such file, or you may not see it.');
}
