import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import type { SshKey } from '../../../../keys/key.ts';

/** @throws MosaicError `not_found`. */
export async function requireKey({ keys }: Pick<ForgeContext, 'keys'>, id: number): Promise<SshKey> {
  const key = await keys.reader.byId(id);
  if (key === null) throw new MosaicError('not_found', `There is no key ${id}.`);
  return key;
}
