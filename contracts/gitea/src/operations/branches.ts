import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Branch } from '../schemas.ts';
import { NamesQuery } from './paging.ts';
import { RefText } from './ref-text.ts';

/** Slashes in the name may be encoded or not. */
const BranchParams = z.object({ '*': RefText });

export const repoListBranches = defineOperation({
  id: 'repoListBranches',
  tag: 'repository',
  summary: 'The branches of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/branches',
  query: NamesQuery,
  answer: z.array(Branch),
});

export const repoGetBranch = defineOperation({
  id: 'repoGetBranch',
  tag: 'repository',
  summary: 'One branch',
  method: 'GET',
  path: '/repos/{owner}/{repo}/branches/{branch}',
  catchAll: 'branch',
  params: BranchParams,
  answer: Branch,
});

/** At `old_ref_name` (branch, tag or id), else at `old_branch_name`, else at the default branch. */
export const repoCreateBranch = defineOperation({
  id: 'repoCreateBranch',
  tag: 'repository',
  summary: 'Creates a branch',
  method: 'POST',
  path: '/repos/{owner}/{repo}/branches',
  body: z.object({
    new_branch_name: RefText.min(1),
    old_branch_name: RefText.default(''),
    old_ref_name: RefText.default(''),
  }),
  status: 201,
  answer: Branch,
  errors: [409],
});

export const repoDeleteBranch = defineOperation({
  id: 'repoDeleteBranch',
  tag: 'repository',
  summary: 'Deletes a branch other than the default one',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/branches/{branch}',
  catchAll: 'branch',
  params: BranchParams,
});
