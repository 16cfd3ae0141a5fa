import { userCurrentGetKey } from '@mosaic/contracts/gitea';

import { implement } from '../../../forge-operation.ts';
import { requireKey } from './key-of-request.ts';
import { presentKey } from '../../../../present/key.ts';

export const getKey = implement(userCurrentGetKey, {
  grant: 'forge:user:read',
  handle: async ({ caller, params }, context) => presentKey(context.links, await requireKey(context, params.id), caller),
});
