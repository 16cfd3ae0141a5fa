import { repoListPullRequests } from '@mosaic/contracts/gitea';

import { implementInRepository } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentPulls, requirePulls } from './pull-of-request.ts';

export const listPulls = implementInRepository(repoListPullRequests, {
  grant: 'forge:repository:read',
  level: 'read',
  async handle({ caller, repository, rights: { code: level }, query, raw, reply }, context) {
    requirePulls(repository);
    const { state, sort: order, labels: labelIds, limit } = query;
    const narrowed = { base: query.base_branch || undefined, author: query.poster || undefined };
    const search = { kind: 'pulls', state, order, labels: [], labelIds, q: '', ...narrowed, offset: offsetOf(query), limit } as const;
    const { items, total } = await context.issues.reader.list(repository.id, search);
    sendPageHeaders({ reply, raw, query }, { total, publicUrl: context.links.publicUrl });
    const pulls = items.flatMap((issue) => (issue.pull === null ? [] : [{ ...issue, pull: issue.pull }]));
    return presentPulls(context, { caller, repository, level }, pulls);
  },
});
