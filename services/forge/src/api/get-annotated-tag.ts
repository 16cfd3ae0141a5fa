import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentAnnotatedTag } from './present/tag.ts';

/** An annotated tag by the id of its object. */
export const getAnnotatedTag = repositoryOperation({
  method: 'GET',
  path: '/git/tags/:sha',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ sha: z.string().max(64) }),
  handle: async ({ repository, params }, { contents, links }) =>
    presentAnnotatedTag(links, repository, await contents.reader.tagObject(repository, params.sha)),
});
