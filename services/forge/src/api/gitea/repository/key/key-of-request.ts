import { MosaicError } from '@mosaic/platform/errors';

import type { ForgeContext } from '../../../../context.ts';
import type { DeployKey } from '../../../../keys/key.ts';
import type { Repository } from '../../../../repositories/repository.ts';

/** @throws MosaicError `not_found`, also for a key of another repository. */
export async function requireDeployKey(
  { deployKeys }: Pick<ForgeContext, 'deployKeys'>,
  repository: Repository,
  id: number,
): Promise<DeployKey> {
  const key = (await deployKeys.reader.list(repository.id)).find((one) => one.id === id);
  if (key === undefined) throw new MosaicError('not_found', `${repository.fullName} has no deploy key ${id}.`);
  return key;
}
