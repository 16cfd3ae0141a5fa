import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { BranchProtection } from '../protection-schemas.ts';

const Logins = z.array(z.string().max(100)).max(100);
/** Names of teams of the organization that owns the repository; those that do not have it are passed over. */
const Teams = z.array(z.string().max(100)).max(100);

/** Members of a rule that a request may set. */
export const BranchProtectionBody = z.object({
  priority: z.number().int().min(0).max(2_147_483_647).optional(),
  enable_push: z.boolean().optional(),
  enable_push_whitelist: z.boolean().optional(),
  push_whitelist_usernames: Logins.optional(),
  push_whitelist_teams: Teams.optional(),
  push_whitelist_deploy_keys: z.boolean().optional(),
  enable_force_push: z.boolean().optional(),
  enable_force_push_allowlist: z.boolean().optional(),
  force_push_allowlist_usernames: Logins.optional(),
  force_push_allowlist_teams: Teams.optional(),
  force_push_allowlist_deploy_keys: z.boolean().optional(),
  enable_merge_whitelist: z.boolean().optional(),
  merge_whitelist_usernames: Logins.optional(),
  merge_whitelist_teams: Teams.optional(),
  enable_bypass_allowlist: z.boolean().optional(),
  bypass_allowlist_usernames: Logins.optional(),
  bypass_allowlist_teams: Teams.optional(),
  enable_status_check: z.boolean().optional(),
  status_check_contexts: z.array(z.string().max(500)).max(100).optional(),
  required_approvals: z.number().int().min(0).max(1_000).optional(),
  enable_approvals_whitelist: z.boolean().optional(),
  approvals_whitelist_username: Logins.optional(),
  approvals_whitelist_teams: Teams.optional(),
  block_on_rejected_reviews: z.boolean().optional(),
  block_on_official_review_requests: z.boolean().optional(),
  block_on_outdated_branch: z.boolean().optional(),
  block_admin_merge_override: z.boolean().optional(),
  dismiss_stale_approvals: z.boolean().optional(),
  ignore_stale_approvals: z.boolean().optional(),
  require_signed_commits: z.literal(false, 'signatures are not checked here yet; leave it out').optional(),
  protected_file_patterns: z.string().max(10_000).optional(),
  unprotected_file_patterns: z.string().max(10_000).optional(),
});
export type BranchProtectionBody = z.output<typeof BranchProtectionBody>;

const RuleName = z.string().max(190);
const RuleParams = z.object({ name: RuleName });

export const repoListBranchProtection = defineOperation({
  id: 'repoListBranchProtection',
  tag: 'repository',
  summary: 'The rules for the branches of a repository, in the order in which they count',
  method: 'GET',
  path: '/repos/{owner}/{repo}/branch_protections',
  answer: z.array(BranchProtection),
});

/** `branch_name` is the former word for `rule_name`. A rule without a priority counts after those that are there. */
export const repoCreateBranchProtection = defineOperation({
  id: 'repoCreateBranchProtection',
  tag: 'repository',
  summary: 'Adds a rule for branches',
  method: 'POST',
  path: '/repos/{owner}/{repo}/branch_protections',
  body: BranchProtectionBody.extend({ rule_name: RuleName.default(''), branch_name: RuleName.default('') }),
  status: 201,
  answer: BranchProtection,
});

export const repoUpdateBranchProtectionPriories = defineOperation({
  id: 'repoUpdateBranchProtectionPriories',
  tag: 'repository',
  summary: 'Sets the order in which the rules for branches count',
  method: 'POST',
  path: '/repos/{owner}/{repo}/branch_protections/priority',
  body: z.object({ ids: z.array(z.number().int().min(1)).max(100).default([]) }),
  status: 204,
});

export const repoGetBranchProtection = defineOperation({
  id: 'repoGetBranchProtection',
  tag: 'repository',
  summary: 'One rule for branches',
  method: 'GET',
  path: '/repos/{owner}/{repo}/branch_protections/{name}',
  params: RuleParams,
  answer: BranchProtection,
});

export const repoEditBranchProtection = defineOperation({
  id: 'repoEditBranchProtection',
  tag: 'repository',
  summary: 'Changes what is named of a rule for branches',
  method: 'PATCH',
  path: '/repos/{owner}/{repo}/branch_protections/{name}',
  params: RuleParams,
  body: BranchProtectionBody,
  answer: BranchProtection,
});

export const repoDeleteBranchProtection = defineOperation({
  id: 'repoDeleteBranchProtection',
  tag: 'repository',
  summary: 'Removes a rule for branches',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/branch_protections/{name}',
  params: RuleParams,
});
