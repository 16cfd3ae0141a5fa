import { repoListHooks } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentHook } from '../../../../present/hook.ts';

export const listHooks = implementInRepository(repoListHooks, {
  grant: 'forge:hook:read',
  level: 'admin',
  async handle({ repository, query, raw, reply }, { hooks, links }) {
    const all = await hooks.reader.list(repository.id);
    sendPageHeaders({ reply, raw, query }, { total: all.length, publicUrl: links.publicUrl });
    return all.slice(offsetOf(query), offsetOf(query) + query.limit).map(presentHook);
  },
});
