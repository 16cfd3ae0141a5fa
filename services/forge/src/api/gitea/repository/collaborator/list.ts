import { repoListCollaborators } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentUser } from '../../../../present/user.ts';

export const listCollaborators = implementInRepository(repoListCollaborators, {
  grant: 'forge:repository:read',
  level: 'write',
  async handle({ repository, query, raw, reply }, { collaborators, links }) {
    const all = await collaborators.reader.list(repository.id);
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    const page = all.slice(offsetOf(query), offsetOf(query) + query.limit);
    return page.map((collaborator) => presentUser(links, collaborator));
  },
});
