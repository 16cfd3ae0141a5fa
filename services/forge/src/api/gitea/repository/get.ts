import { repoGet } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { presentCounted } from './present-counted.ts';

export const getRepository = implementInRepository(repoGet, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: (request, context) => presentCounted(context, { ...request, level: request.rights.code }),
});
