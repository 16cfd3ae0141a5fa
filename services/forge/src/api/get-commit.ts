import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentCommit } from './present/commit.ts';

export const getCommit = repositoryOperation({
  method: 'GET',
  path: '/git/commits/:sha',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ sha: z.string().max(300) }),
  async handle({ repository, params }, { contents, links }) {
    const id = await contents.reader.commitId(repository, params.sha);
    const files = await contents.reader.files(repository, [id]);
    return presentCommit(links, repository, await contents.reader.commit(repository, id), files.get(id) ?? null);
  },
});
