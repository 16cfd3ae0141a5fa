import { z } from 'zod';

const flag = z.boolean().default(false);
const names = z.array(z.string()).default([]);

/** A rule for branches. A list counts where it is enabled; `created_at`, `updated_at` are RFC 3339. */
export const BranchProtection = z.object({
  rule_name: z.string(),
  /** The former word for the same. */
  branch_name: z.string().default(''),
  priority: z.number().int().default(0),
  enable_push: flag,
  enable_push_whitelist: flag,
  push_whitelist_usernames: names,
  push_whitelist_teams: names,
  push_whitelist_deploy_keys: flag,
  enable_force_push: flag,
  enable_force_push_allowlist: flag,
  force_push_allowlist_usernames: names,
  force_push_allowlist_teams: names,
  force_push_allowlist_deploy_keys: flag,
  enable_merge_whitelist: flag,
  merge_whitelist_usernames: names,
  merge_whitelist_teams: names,
  enable_bypass_allowlist: flag,
  bypass_allowlist_usernames: names,
  bypass_allowlist_teams: names,
  enable_status_check: flag,
  status_check_contexts: names,
  required_approvals: z.number().int().default(0),
  enable_approvals_whitelist: flag,
  approvals_whitelist_username: names,
  approvals_whitelist_teams: names,
  block_on_rejected_reviews: flag,
  block_on_official_review_requests: flag,
  block_on_outdated_branch: flag,
  block_admin_merge_override: flag,
  dismiss_stale_approvals: flag,
  ignore_stale_approvals: flag,
  require_signed_commits: flag,
  protected_file_patterns: z.string().default(''),
  unprotected_file_patterns: z.string().default(''),
  created_at: z.string(),
  updated_at: z.string(),
});
export type BranchProtection = z.infer<typeof BranchProtection>;

/** A rule for tags: those named alone may make, move and delete them. */
export const TagProtection = z.object({
  id: z.number().int(),
  name_pattern: z.string(),
  whitelist_usernames: names,
  whitelist_teams: names,
  created_at: z.string(),
  updated_at: z.string(),
});
export type TagProtection = z.infer<typeof TagProtection>;
