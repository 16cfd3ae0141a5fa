import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Commit, Compare } from '../schemas.ts';
import { Since } from './moments.ts';
import { PagingQuery } from './paging.ts';
import { REF_MAX, RefText } from './ref-text.ts';

/** On unless it is switched off, whatever else is said. */
const OnByDefault = z.enum(['true', 'false']).default('true').catch('true');

/** Newest first, from `sha` (branch, tag or id), those that touch `path`. An empty repository has none. */
export const repoGetAllCommits = defineOperation({
  id: 'repoGetAllCommits',
  tag: 'repository',
  summary: 'The commits that a ref reaches',
  method: 'GET',
  path: '/repos/{owner}/{repo}/commits',
  query: PagingQuery.extend({
    sha: RefText.default(''),
    path: z.string().max(4_096).optional(),
    files: OnByDefault,
    since: Since,
    until: Since,
    /** Leave out what this ref reaches. */
    not: RefText.optional(),
  }),
  answer: z.array(Commit),
});

export const repoGetSingleCommit = defineOperation({
  id: 'repoGetSingleCommit',
  tag: 'repository',
  summary: 'One commit; with `.diff` or `.patch` behind its id what it changed, as text',
  method: 'GET',
  path: '/repos/{owner}/{repo}/git/commits/{sha}',
  params: z.object({ sha: RefText }),
  query: z.object({
    /** `false` (ours): of binary files only that they differ, for people. */
    binary: OnByDefault,
    files: OnByDefault,
  }),
  answer: Commit,
});

export const repoCompareDiff = defineOperation({
  id: 'repoCompareDiff',
  tag: 'repository',
  summary: 'What one ref has and another has not: `base...head`',
  method: 'GET',
  path: '/repos/{owner}/{repo}/compare/{basehead}',
  catchAll: 'basehead',
  params: z.object({ '*': z.string().max(2 * REF_MAX + '...'.length) }),
  answer: Compare,
});
