import { repoGetAllCommits } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentCommit } from '../../../../present/commit.ts';

export const listCommits = implementInRepository(repoGetAllCommits, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, query, raw, reply }, { contents, links }) {
    // Asked of git: a repository that holds tags only is not empty, and has no default branch yet.
    const begun = query.sha !== '' || (await contents.reader.hasDefaultBranch(repository));
    if (!begun) return (sendPageHeaders({ reply, raw, query }, { total: 0, publicUrl: links.publicUrl }), []);
    const { sha: ref, path, not, since, until, limit } = query;
    const page = { ref, path, not, since, until, offset: offsetOf(query), limit };
    const { items, total } = await contents.reader.history(repository, page);
    const ids = items.map((commit) => commit.id);
    const files = query.files === 'true' ? await contents.reader.files(repository, ids, 300) : new Map();
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
    return items.map((commit) => presentCommit(links, repository, commit, files.get(commit.id) ?? null));
  },
});
