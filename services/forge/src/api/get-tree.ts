import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';
import { RefText } from './ref-text.ts';

/** Gitea's default_git_trees_per_page, also the most it gives. */
const PAGE_MAX = 1_000;

/** The entries of a commit's root or of a tree, or of all folders below with `recursive`. `truncated` says that another page follows. */
export const getTree = repositoryOperation({
  method: 'GET',
  path: '/git/trees/:sha',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ sha: RefText }),
  query: z.object({
    recursive: z.string().default(''),
    page: z.coerce.number().int().min(1).max(1_000_000).catch(1),
    per_page: z.coerce.number().int().min(1).max(PAGE_MAX).catch(PAGE_MAX),
  }),
  async handle({ repository, params, query }, { contents, links }) {
    const recursive = query.recursive === 'true' || query.recursive === '1';
    const offset = (query.page - 1) * query.per_page;
    const { id, entries, total } = await contents.reader.tree(repository, params.sha, { recursive, offset, limit: query.per_page });
    return {
      sha: id,
      url: links.object(repository, 'tree', id),
      tree: entries.map((entry) => ({
        path: entry.path,
        mode: entry.mode,
        type: entry.kind === 'dir' ? 'tree' : entry.kind === 'submodule' ? 'commit' : 'blob',
        size: entry.size,
        sha: entry.id,
        // A submodule's commit is in another repository.
        url: entry.kind === 'submodule' ? '' : links.object(repository, entry.kind === 'dir' ? 'tree' : 'blob', entry.id),
        ...(entry.damaged === true ? { damaged: true } : {}),
      })),
      truncated: offset + entries.length < total,
      page: query.page,
      total_count: total,
    };
  },
});
