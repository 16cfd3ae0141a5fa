import type { StatusQuery } from '@mosaic/contracts/gitea';

import type { ForgeContext } from '../../../../context.ts';
import type { RepositoryRequest } from '../../../forge-operation.ts';
import { offsetOf, sendPageHeaders } from '../../paging.ts';
import { presentStatus } from '../../../../present/status.ts';

/** A page of the statuses of the commit behind a ref; upstream has two addresses for it. */
export async function statusesOf(
  { repository, query, raw, reply }: Pick<RepositoryRequest<unknown, StatusQuery, unknown>, 'repository' | 'query' | 'raw' | 'reply'>,
  ref: string,
  { contents, statuses, links }: ForgeContext,
) {
  const sha = await contents.reader.commitId(repository, ref);
  const { state, sort: order, limit } = query;
  const { items, total } = await statuses.reader.list(repository.id, sha, { state, order, offset: offsetOf(query), limit });
  sendPageHeaders({ reply, raw, query }, { total, publicUrl: links.publicUrl });
  return items.map((status) => presentStatus(links, repository, status));
}
