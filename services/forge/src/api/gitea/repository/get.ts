import { repoGet } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { presentCounted } from './present-counted.ts';

export const getRepository = implementInRepository(repoGet, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: ({ repository, level }, context) => presentCounted(context, repository, level),
});
