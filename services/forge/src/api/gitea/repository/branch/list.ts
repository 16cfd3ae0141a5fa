import { repoListBranches } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { namesWith, offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentBranch, presentDamagedBranch } from '../../../../present/commit.ts';
import { branchView } from './view-of-request.ts';

export const listBranches = implementInRepository(repoListBranches, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle(request, context) {
    const { repository, query, raw, reply } = request;
    const { contents, links, damage } = context;
    const view = await branchView(context, request);
    const refs = namesWith(query.q, await contents.reader.refs(repository, 'refs/heads/'));
    sendPageHeaders({ reply, raw, query }, { total: refs.length, publicUrl: links.publicUrl });
    const page = refs.slice(offsetOf(query), offsetOf(query) + query.limit);
    return Promise.all(
      page.map(async (ref) => {
        const commit = await contents.reader.headOf(repository, ref);
        if (commit !== null) return presentBranch(links, view, ref.name, commit);
        damage.note(repository.fullName);
        return presentDamagedBranch(view, ref);
      }),
    );
  },
});
