import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentRepository } from './present/repository.ts';

const Body = z.object({
  /** Empty: as it is, as in Gitea. */
  name: z.string().max(100).optional(),
  description: z.string().max(2_048).optional(),
  private: z.boolean().optional(),
  archived: z.boolean().optional(),
  default_branch: z.string().max(200).optional(),
  has_code: z.literal(true, 'cannot be switched off here').optional(),
  has_issues: z.literal(true, 'cannot be switched off here').optional(),
});

export const editRepository = repositoryOperation({
  method: 'PATCH',
  path: '',
  grant: 'forge:repository:write',
  level: 'admin',
  whileArchived: true,
  body: Body,
  async handle({ repository, level, body, caller, traceId }, { repositories, links }) {
    const { description, private: isPrivate, archived } = body;
    const change = {
      description,
      private: isPrivate,
      archived,
      name: body.name || undefined,
      defaultBranch: body.default_branch || undefined,
    };
    const edited = await repositories.writer.edit(repository, change, { caller, traceId });
    return presentRepository(links, edited, level);
  },
});
