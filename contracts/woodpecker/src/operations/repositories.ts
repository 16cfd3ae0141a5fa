import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { APPROVAL_MODES, Permissions, Repo } from '../schemas.ts';
import { EventNames, PagingQuery, RepositoryParams } from './parameters.ts';

/** Settings of a repository that a request may change. */
export const RepositorySettings = z.object({
  config_file: z
    .string()
    .max(200)
    .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), 'must be a path inside the repository')
    .optional(),
  /** Minutes; the server's own bound holds besides. */
  timeout: z.number().int().min(1).max(1440).optional(),
  trusted: z
    .strictObject({ network: z.boolean().nullish(), volumes: z.boolean().nullish(), security: z.boolean().nullish() })
    .transform((trusted) => Object.fromEntries(Object.entries(trusted).filter(([, value]) => typeof value === 'boolean')))
    .optional(),
  require_approval: z.enum(APPROVAL_MODES).optional(),
  approval_allowed_users: z.array(z.string().min(1).max(100)).max(100).optional(),
  cancel_previous_pipeline_events: EventNames.optional(),
  /** Whether what happens to pull requests starts pipelines. */
  allow_pr: z.boolean().optional(),
  allow_deploy: z.boolean().optional(),
});
export type RepositorySettings = z.output<typeof RepositorySettings>;

export const getRepos = defineOperation({
  id: 'getRepos',
  tag: 'Repositories',
  summary: 'All repositories by name, for administrators',
  method: 'GET',
  path: '/repos',
  query: PagingQuery.extend({
    /** Without those for which CI was turned off. */
    active: z.stringbool().default(false),
  }),
  answer: z.array(Repo),
});

/** Who administers the repository at the forge may; again it answers the same. */
export const postRepos = defineOperation({
  id: 'postRepos',
  tag: 'Repositories',
  summary: 'Turns CI on for a repository of the forge',
  method: 'POST',
  path: '/repos',
  query: z.object({ forge_remote_id: z.coerce.number<number | string>().int().min(1) }),
  answer: Repo,
});

export const getReposLookup = defineOperation({
  id: 'getReposLookup',
  tag: 'Repositories',
  summary: 'A repository by "owner/name"',
  method: 'GET',
  path: '/repos/lookup/{repo_full_name}',
  catchAll: 'repo_full_name',
  params: z.object({ '*': z.string().max(400) }),
  answer: Repo,
});

export const getRepo = defineOperation({
  id: 'getRepo',
  tag: 'Repositories',
  summary: 'One repository',
  method: 'GET',
  path: '/repos/{repo_id}',
  params: RepositoryParams,
  answer: Repo,
});

/**
 * Trust is for administrators to give. Clients may send the whole form back; a member that the server does not keep and that says
 * anything else than what is shown is refused by its name.
 */
export const patchRepo = defineOperation({
  id: 'patchRepo',
  tag: 'Repositories',
  summary: 'Changes the settings of a repository',
  method: 'PATCH',
  path: '/repos/{repo_id}',
  params: RepositoryParams,
  body: RepositorySettings.loose(),
  answer: Repo,
});

export const deleteRepo = defineOperation({
  id: 'deleteRepo',
  tag: 'Repositories',
  summary: 'Turns CI off and takes the hook away; with `remove`, pipelines, logs and artifacts too',
  method: 'DELETE',
  path: '/repos/{repo_id}',
  params: RepositoryParams,
  query: z.object({ remove: z.stringbool().default(false) }),
  answer: Repo,
  errors: [409],
});

export const getRepoPermissions = defineOperation({
  id: 'getRepoPermissions',
  tag: 'Repositories',
  summary: 'What the forge allows the caller in a repository',
  method: 'GET',
  path: '/repos/{repo_id}/permissions',
  params: RepositoryParams,
  answer: Permissions,
});

export const getRepoBranches = defineOperation({
  id: 'getRepoBranches',
  tag: 'Repositories',
  summary: 'Names of branches, as the forge has them',
  method: 'GET',
  path: '/repos/{repo_id}/branches',
  params: RepositoryParams,
  query: PagingQuery,
  answer: z.array(z.string()),
});
