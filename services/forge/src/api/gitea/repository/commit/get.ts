import { repoGetSingleCommit } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentCommit } from '../../../../present/commit.ts';

/** An id cannot hold a dot, so the ending is never part of it. */
const AS_TEXT = /^([0-9a-f]{4,64})\.(diff|patch)$/;

/** A commit; with `.diff` or `.patch` behind its id what it changed, byte for byte, so that `git apply` and `git am` take it. */
export const getCommit = implementInRepository(repoGetSingleCommit, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, reply }, { contents, links }) {
    const [, abbreviated, as] = AS_TEXT.exec(params.sha) ?? [];
    if (abbreviated !== undefined) {
      const id = await contents.reader.commitId(repository, abbreviated);
      const options = { as: as === 'patch' ? 'patch' : 'diff', binary: query.binary === 'true' } as const;
      return reply.type('text/plain; charset=utf-8').send(await contents.reader.commitDiff(repository, id, options));
    }
    const id = await contents.reader.commitId(repository, params.sha);
    const files = query.files === 'true' ? await contents.reader.files(repository, [id]) : new Map();
    return presentCommit(links, repository, await contents.reader.commit(repository, id), files.get(id) ?? null);
  },
});
