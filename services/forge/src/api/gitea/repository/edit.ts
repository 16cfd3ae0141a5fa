import { repoEdit } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../forge-operation.ts';
import { presentRepository } from '../../../present/repository.ts';

export const editRepository = implementInRepository(repoEdit, {
  grant: 'forge:repository:write',
  level: 'admin',
  whileArchived: true,
  async handle({ repository, level, body, cause }, { repositories, links }) {
    const { description, private: isPrivate, archived } = body;
    const change = {
      description,
      private: isPrivate,
      archived,
      name: body.name || undefined,
      defaultBranch: body.default_branch || undefined,
    };
    const edited = await repositories.writer.edit(repository, change, cause);
    return presentRepository(links, edited, level);
  },
});
