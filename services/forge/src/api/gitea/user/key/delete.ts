import { userCurrentDeleteKey } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../../forge-operation.ts';
import { requireKey } from './key-of-request.ts';
import { requireMayChangeKeys } from '../../../../keys/key-policy.ts';

export const deleteKey = implement(userCurrentDeleteKey, {
  grant: 'forge:user:write',
  async handle({ caller, params, cause }, context) {
    requireMayChangeKeys(caller);
    const key = await requireKey(context, params.id);
    if (caller.role !== 'administrator' && key.principalId !== caller.id)
      throw new MosaicError('forbidden', 'You do not have access to this key');
    await context.keys.writer.remove(key, cause);
  },
});
