import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { TagProtection } from '../protection-schemas.ts';

const Pattern = z.string().trim().max(190);
const Logins = z.array(z.string().max(100)).max(100);
/** Names of teams of the organization that owns the repository; those that do not have it are passed over. */
const Teams = z.array(z.string().max(100)).max(100);
const TagProtectionParams = z.object({ id: z.coerce.number<number>().int().min(1) });

export const repoListTagProtection = defineOperation({
  id: 'repoListTagProtection',
  tag: 'repository',
  summary: 'The rules for the tags of a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/tag_protections',
  answer: z.array(TagProtection),
});

/** Those named may make, move and delete the tags; somebody must be. */
export const repoCreateTagProtection = defineOperation({
  id: 'repoCreateTagProtection',
  tag: 'repository',
  summary: 'Adds a rule for tags',
  method: 'POST',
  path: '/repos/{owner}/{repo}/tag_protections',
  body: z.object({ name_pattern: Pattern.default(''), whitelist_usernames: Logins.default([]), whitelist_teams: Teams.default([]) }),
  status: 201,
  answer: TagProtection,
});

export const repoGetTagProtection = defineOperation({
  id: 'repoGetTagProtection',
  tag: 'repository',
  summary: 'One rule for tags',
  method: 'GET',
  path: '/repos/{owner}/{repo}/tag_protections/{id}',
  params: TagProtectionParams,
  answer: TagProtection,
});

export const repoEditTagProtection = defineOperation({
  id: 'repoEditTagProtection',
  tag: 'repository',
  summary: 'Changes what is named of a rule for tags',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/tag_protections/{id}',
  params: TagProtectionParams,
  body: z.object({ name_pattern: Pattern.min(1).optional(), whitelist_usernames: Logins.optional(), whitelist_teams: Teams.optional() }),
  answer: TagProtection,
});

export const repoDeleteTagProtection = defineOperation({
  id: 'repoDeleteTagProtection',
  tag: 'repository',
  summary: 'Removes a rule for tags',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/tag_protections/{id}',
  params: TagProtectionParams,
});
