import { repoListBranches } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { namesWith, offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentBranch, presentDamagedBranch } from '../../../../present/commit.ts';

export const listBranches = implementInRepository(repoListBranches, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ repository, query, raw, reply }, { contents, links, damage }) {
    const refs = namesWith(query.q, await contents.reader.refs(repository, 'refs/heads/'));
    sendPageHeaders({ reply, raw, query }, { total: refs.length, publicUrl: links.publicUrl });
    const page = refs.slice(offsetOf(query), offsetOf(query) + query.limit);
    return Promise.all(
      page.map(async (ref) => {
        const commit = await contents.reader.headOf(repository, ref);
        if (commit !== null) return presentBranch(links, repository, ref.name, commit);
        damage.note(repository.fullName);
        return presentDamagedBranch(ref);
      }),
    );
  },
});
