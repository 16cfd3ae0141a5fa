import { repoGetPullRequestCommits } from '@mosaic/contracts/gitea';

import { presentCommit } from '../../../../present/commit.ts';
import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { requirePull } from './pull-of-request.ts';

/** Files that are named of each commit. */
const FILES_MAX = 300;

export const listPullCommits = implementInRepository(repoGetPullRequestCommits, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query, raw, reply }, context) {
    const { pull } = await requirePull(context, repository, params.index);
    const { contents, links } = context;
    const { items, total } = await context.pulls.changes.commits(repository, pull, { offset: offsetOf(query), limit: query.limit });
    const ids = items.map(({ id }) => id);
    const files = query.files === 'true' ? await contents.reader.files(repository, ids, FILES_MAX) : new Map();
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((commit) => presentCommit(links, repository, commit, files.get(commit.id) ?? null));
  },
});
