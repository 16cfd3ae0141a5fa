import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { presentCommit } from './present/commit.ts';

export const getCommit = repositoryOperation({
  method: 'GET',
  path: '/git/commits/:sha',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ sha: z.string().max(300) }),
  async handle({ repository, params, reply }, { contents, links }) {
    // Gitea's `/git/commits/{sha}.diff`: a full id cannot hold a dot, so the ending is never part of it.
    const asDiff = /^([0-9a-f]{40})\.diff$/.exec(params.sha)?.[1];
    if (asDiff !== undefined) {
      return reply
        .type('text/plain; charset=utf-8')
        .send(await contents.reader.commitDiff(repository, await contents.reader.commitId(repository, asDiff)));
    }
    const id = await contents.reader.commitId(repository, params.sha);
    const files = await contents.reader.files(repository, [id]);
    return presentCommit(links, repository, await contents.reader.commit(repository, id), files.get(id) ?? null);
  },
});
