import { z } from 'zod';

import { MosaicError } from '@mosaic/platform/errors';

import { repositoryOperation } from './forge-operation.ts';
import { presentTag } from './present/tag.ts';
import { RefText } from './ref-text.ts';

export const getTag = repositoryOperation({
  method: 'GET',
  path: '/tags/*',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ '*': RefText }),
  async handle({ repository, params }, { contents, links }) {
    const tag = await contents.reader.ref(repository, `refs/tags/${params['*']}`);
    if (tag === null) throw new MosaicError('not_found', `There is no tag "${params['*']}".`);
    return presentTag(links, repository, tag, (await contents.reader.tagObjects(repository, [tag])).get(tag.id));
  },
});
