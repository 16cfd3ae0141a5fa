import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { CombinedStatus, CommitStatus, StatusState } from '../schemas.ts';
import { OptionalPaging, PagingQuery } from './paging.ts';
import { RefText } from './ref-text.ts';

/** Upstream's word; a branch or a tag names its commit as well. */
const ShaParams = z.object({ sha: RefText });
const RefParams = z.object({ ref: RefText });

/** Gitea's ways to narrow and order statuses, which never change: their order is that of their ids. */
export const StatusQuery = PagingQuery.extend({
  state: StatusState.optional(),
  sort: z
    .enum(['oldest', 'recentupdate', 'leastupdate', 'leastindex', 'highestindex'])
    .default('recentupdate')
    // Gitea's own reading of its words for the index.
    .transform((sort) => (sort === 'recentupdate' || sort === 'leastindex' ? ('desc' as const) : ('asc' as const))),
});
export type StatusQuery = z.output<typeof StatusQuery>;

/** The body says `state`, the answer `status`, as in Gitea. */
export const repoCreateStatus = defineOperation({
  id: 'repoCreateStatus',
  tag: 'repository',
  summary: 'Adds a status to a commit',
  method: 'POST',
  path: '/repos/{owner}/{repo}/statuses/{sha}',
  params: ShaParams,
  body: z.object({
    state: StatusState,
    context: z.string().max(500).default('default'),
    description: z.string().max(2_000).default(''),
    target_url: z
      .string()
      .max(2_000)
      .refine((url) => url === '' || /^https?:\/\//.test(url), 'must be an http or https URL')
      .default(''),
  }),
  status: 201,
  answer: CommitStatus,
});

/** Newest first or as `sort` says. */
export const repoListStatuses = defineOperation({
  id: 'repoListStatuses',
  tag: 'repository',
  summary: 'Every status of a commit',
  method: 'GET',
  path: '/repos/{owner}/{repo}/statuses/{sha}',
  params: ShaParams,
  query: StatusQuery,
  answer: z.array(CommitStatus),
});

/** Newest first or as `sort` says. */
export const repoListStatusesByRef = defineOperation({
  id: 'repoListStatusesByRef',
  tag: 'repository',
  summary: 'Every status of the commit behind a branch, a tag or an id',
  method: 'GET',
  path: '/repos/{owner}/{repo}/commits/{ref}/statuses',
  params: RefParams,
  query: StatusQuery,
  answer: z.array(CommitStatus),
});

/** All contexts where no page is asked for. */
export const repoGetCombinedStatusByRef = defineOperation({
  id: 'repoGetCombinedStatusByRef',
  tag: 'repository',
  summary: 'The latest status of each context of a commit, and what they make together',
  method: 'GET',
  path: '/repos/{owner}/{repo}/commits/{ref}/status',
  params: RefParams,
  query: OptionalPaging,
  answer: CombinedStatus,
});
