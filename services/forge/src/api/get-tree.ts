import { z } from 'zod';

import { repositoryOperation } from './forge-operation.ts';

/** The entries of a commit's root, or of all folders with `recursive`. */
export const getTree = repositoryOperation({
  method: 'GET',
  path: '/git/trees/:sha',
  grant: 'forge:repository:read',
  level: 'read',
  params: z.object({ sha: z.string().max(300) }),
  query: z.object({
    recursive: z.string().default(''),
    page: z.coerce.number().int().min(1).catch(1),
    per_page: z.coerce.number().int().min(1).max(1_000).catch(1_000),
  }),
  async handle({ repository, params, query }, { contents, links }) {
    const recursive = query.recursive === 'true' || query.recursive === '1';
    const { commitId, entries, truncated } = await contents.reader.tree(repository, params.sha, recursive);
    const start = (query.page - 1) * query.per_page;
    const api = links.api(repository);
    return {
      sha: commitId,
      url: `${api}/git/trees/${commitId}`,
      tree: entries.slice(start, start + query.per_page).map((entry) => ({
        path: entry.path,
        mode: entry.mode,
        type: entry.kind === 'dir' ? 'tree' : entry.kind === 'submodule' ? 'commit' : 'blob',
        size: entry.size,
        sha: entry.id,
        url: `${api}/git/${entry.kind === 'dir' ? 'trees' : 'blobs'}/${entry.id}`,
      })),
      truncated: truncated || start + query.per_page < entries.length,
      page: query.page,
      total_count: entries.length,
    };
  },
});
