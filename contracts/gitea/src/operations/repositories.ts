import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Repository, SearchResult } from '../schemas.ts';
import { Flag } from './flag.ts';
import { PagingQuery } from './paging.ts';
import { MergeStyle } from './pulls.ts';
import { UserParams } from './users.ts';

const Uid = z.coerce.number<number>().int().min(0);
const Description = z.string().max(2_048);

/** What a new repository is to be, whoever is to own it. */
export const NewRepositoryBody = z.object({
  name: z.string().min(1).max(100),
  description: Description.default(''),
  private: z.boolean().default(false),
  default_branch: z.string().max(200).default(''),
  /** Makes a first commit with a README. */
  auto_init: z.boolean().default(false),
  /** The one README there is; Gitea's name for its own. */
  readme: z.enum(['', 'Default'], 'there is no README but "Default"').default(''),
  issue_labels: z.enum(['', 'Default'], 'there is no set of labels but "Default"').default(''),
  object_format_name: z.enum(['', 'sha1'], 'only "sha1" is served here').default(''),
  trust_model: z.enum(['', 'default'], 'signatures are not looked at here; leave it out').default(''),
});

/** Own repositories and those one collaborates on. */
export const userCurrentListRepos = defineOperation({
  id: 'userCurrentListRepos',
  tag: 'user',
  summary: 'The repositories that the person who asks owns or works on',
  method: 'GET',
  path: '/user/repos',
  query: PagingQuery,
  answer: z.array(Repository),
});

export const userListRepos = defineOperation({
  id: 'userListRepos',
  tag: 'user',
  summary: "Somebody's repositories, as far as the asker may see them",
  method: 'GET',
  path: '/users/{username}/repos',
  params: UserParams,
  query: PagingQuery,
  answer: z.array(Repository),
});

/** By a part of their name; the last changed first where no order is asked for. */
export const repoSearch = defineOperation({
  id: 'repoSearch',
  tag: 'repository',
  summary: 'All repositories that the asker may see',
  method: 'GET',
  path: '/repos/search',
  query: PagingQuery.extend({
    q: z.string().max(200).default(''),
    includeDesc: Flag.default(false),
    uid: Uid.default(0),
    exclusive: Flag.default(false),
    priority_owner_id: Uid.default(0),
    /** `false`: only what is public. */
    private: Flag.default(true),
    is_private: Flag.optional(),
    archived: Flag.optional(),
    /** `source`: what is no fork. Mirrors do not exist. */
    mode: z.enum(['source', 'fork']).optional(),
    /** Gitea's names of orders, less those by sizes and stars, which do not exist here. */
    sort: z.enum(['alpha', 'created', 'updated', 'id']).optional(),
    order: z.enum(['asc', 'desc']).default('asc'),
  }),
  answer: SearchResult,
});

export const repoGet = defineOperation({
  id: 'repoGet',
  tag: 'repository',
  summary: 'One repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}',
  answer: Repository,
});

export const repoGetByID = defineOperation({
  id: 'repoGetByID',
  tag: 'repository',
  summary: 'One repository by its id',
  method: 'GET',
  path: '/repositories/{id}',
  params: z.object({ id: z.coerce.number<number>().int() }),
  answer: Repository,
});

export const createCurrentUserRepo = defineOperation({
  id: 'createCurrentUserRepo',
  tag: 'repository',
  summary: "Creates a repository under the asker's own name",
  method: 'POST',
  path: '/user/repos',
  body: NewRepositoryBody,
  status: 201,
  answer: Repository,
  errors: [409],
});

export const repoEdit = defineOperation({
  id: 'repoEdit',
  tag: 'repository',
  summary: 'Renames, describes, hides, shows or archives a repository',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}',
  body: z.object({
    /** Empty: as it is, as in Gitea. */
    name: z.string().max(100).optional(),
    description: Description.optional(),
    private: z.boolean().optional(),
    archived: z.boolean().optional(),
    default_branch: z.string().max(200).optional(),
    has_code: z.literal(true, 'cannot be switched off here').optional(),
    has_issues: z.literal(true, 'cannot be switched off here').optional(),
    has_pull_requests: z.boolean().optional(),
    has_releases: z.boolean().optional(),
    allow_merge_commits: z.boolean().optional(),
    allow_rebase: z.boolean().optional(),
    allow_rebase_explicit: z.boolean().optional(),
    allow_rebase_update: z.boolean().optional(),
    allow_squash_merge: z.boolean().optional(),
    allow_fast_forward_only_merge: z.boolean().optional(),
    allow_manual_merge: z.boolean().optional(),
    /** Empty: as it is; Go's clients send every member. */
    default_merge_style: z.enum(['', ...MergeStyle.options]).optional(),
    default_delete_branch_after_merge: z.boolean().optional(),
    default_allow_maintainer_edit: z.boolean().optional(),
  }),
  answer: Repository,
});

export const repoDelete = defineOperation({
  id: 'repoDelete',
  tag: 'repository',
  summary: 'Deletes a repository with all that belongs to it',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}',
});
