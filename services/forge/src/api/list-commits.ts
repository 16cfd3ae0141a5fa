import { z } from 'zod';

import { PagingQuery, Since } from '@mosaic/contracts/gitea';

import { repositoryOperation } from './forge-operation.ts';
import { offsetOf, sendPageHeaders } from './paging.ts';
import { presentCommit } from './present/commit.ts';
import { RefText } from './ref-text.ts';

/** Newest first, from `sha` (branch, tag or id), those that touch `path`. An empty repository has none. */
export const listCommits = repositoryOperation({
  method: 'GET',
  path: '/commits',
  grant: 'forge:repository:read',
  level: 'read',
  query: PagingQuery.extend({
    sha: RefText.default(''),
    path: z.string().max(4_096).optional(),
    files: z.enum(['true', 'false']).catch('true'),
    since: Since,
    until: Since,
    /** Leave out what this ref reaches. */
    not: RefText.optional(),
  }),
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
