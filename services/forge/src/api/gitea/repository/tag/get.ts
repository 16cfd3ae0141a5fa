import { repoGetTag } from '@mosaic/contracts/gitea';
import { MosaicError } from '@mosaic/platform/errors';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentTag } from '../../../../present/tag.ts';

export const getTag = implementInRepository(repoGetTag, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params }, { contents, links }) {
    const tag = await contents.reader.ref(repository, `refs/tags/${params['*']}`);
    if (tag === null) throw new MosaicError('not_found', `There is no tag "${params['*']}".`);
    return presentTag(links, repository, tag, (await contents.reader.tagObjects(repository, [tag])).get(tag.id));
  },
});
