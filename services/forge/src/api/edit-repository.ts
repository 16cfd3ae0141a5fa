import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentRepository } from './present/repository.ts';

const Body = z.object({
  name: z.string().min(1).max(100).optional(),
  description: z.string().max(2_048).optional(),
  private: z.boolean().optional(),
  archived: z.boolean().optional(),
  default_branch: z.string().min(1).max(200).optional(),
});

export const editRepository = repositoryOperation({
  method: 'PATCH',
  path: '',
  grant: 'forge:repository:write',
  level: 'admin',
  whileArchived: true,
  body: Body,
  async handle({ repository, level, body, caller, traceId }, { repositories, links }) {
    const { default_branch: defaultBranch, ...change } = body;
    const edited = await repositories.writer.edit(repository, { ...change, defaultBranch }, { caller, traceId });
    return presentRepository(links, edited, level);
  },
});
