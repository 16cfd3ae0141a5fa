import { getTree as contract } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { presentTreeEntry } from '../../../../present/tree.ts';

/** The entries of a commit's root or of a tree, or of all folders below with `recursive`. `truncated` says that another page follows. */
export const getTree = implementInRepository(contract, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, params, query: { recursive, page, per_page: limit } }, { contents, links }) {
    const offset = (page - 1) * limit;
    const { id, entries, total } = await contents.reader.tree(repository, params.sha, { recursive, offset, limit });
    return {
      sha: id,
      url: links.object(repository, 'tree', id),
      tree: entries.map((entry) => presentTreeEntry(links, repository, entry)),
      truncated: offset + entries.length < total,
      page,
      total_count: total,
    };
  },
});
