import { adminDeleteUserPublicKey } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implement } from '../../../forge-operation.ts';
import { requireKey } from '../../user/key/key-of-request.ts';
import { requirePerson } from '../../user/person-of-request.ts';

export const deleteKeyOfUser = implement(adminDeleteUserPublicKey, {
  grant: 'forge:sudo:admin',
  async handle({ params, cause }, context) {
    const person = await requirePerson(context, params.username);
    const key = await requireKey(context, params.id);
    if (key.principalId !== person.id) throw new MosaicError('forbidden', 'You do not have access to this key');
    await context.keys.writer.remove(key, cause);
  },
});
