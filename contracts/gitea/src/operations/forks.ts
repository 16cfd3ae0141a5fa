import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Repository } from '../schemas.ts';
import { PagingQuery } from './paging.ts';
import { RefText } from './ref-text.ts';

export const listForks = defineOperation({
  id: 'listForks',
  tag: 'repository',
  summary: 'The forks of a repository, as far as the asker may see them',
  method: 'GET',
  path: '/repos/{owner}/{repo}/forks',
  query: PagingQuery,
  answer: z.array(Repository),
});

/** Its branches and tags, as they are; hidden where it is. */
export const createFork = defineOperation({
  id: 'createFork',
  tag: 'repository',
  summary: "Forks a repository under the asker's own name, or an organization's",
  method: 'POST',
  path: '/repos/{owner}/{repo}/forks',
  body: z.object({
    /** Empty: as the repository is called. */
    name: z.string().max(100).default(''),
    /** In which the asker may make repositories. */
    organization: z.string().max(100).nullish(),
    /** Ours, as on Gitea's page: no other branch comes along, and no tag. */
    default_branch_only: z.boolean().default(false),
  }),
  status: 202,
  answer: Repository,
  errors: [409],
});

export const repoMergeUpstream = defineOperation({
  id: 'repoMergeUpstream',
  tag: 'repository',
  summary: 'Brings what the parent has into a branch of a fork',
  method: 'POST',
  path: '/repos/{owner}/{repo}/merge-upstream',
  body: z.object({
    branch: RefText.min(1),
    /** Refused where the two have parted. */
    ff_only: z.boolean().default(false),
  }),
  status: 200,
  answer: z.object({ merge_type: z.enum(['up-to-date', 'fast-forward', 'merge']) }),
  errors: [409],
});
