import { getAnnotatedTag as contract } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentAnnotatedTag } from '../../../../present/tag.ts';

/** An annotated tag by the id of its object. */
export const getAnnotatedTag = implementInRepository(contract, {
  grant: 'forge:repository:read',
  level: 'read',
  handle: async ({ repository, params }, { contents, links }) =>
    presentAnnotatedTag(links, repository, await contents.reader.tagObject(repository, params.sha)),
});
