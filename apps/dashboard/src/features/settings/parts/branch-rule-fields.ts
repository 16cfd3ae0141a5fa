import type { BranchProtection, repoCreateBranchProtection } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

type Body = z.input<typeof repoCreateBranchProtection.body>;

/** Who may do a thing: nobody, everybody who otherwise could, or those of a list. */
export type Scope = 'nobody' | 'all' | 'named';

/** Members of the body, and three choices that stand for two members each. */
export interface BranchRuleFields
  extends Record<string, unknown>, Required<Omit<Body, 'branch_name' | 'require_signed_commits' | 'priority'>> {
  pushers: Scope;
  forcers: Scope;
  mergers: Scope;
}

const scopeOf = (isAllowed: boolean, isListed: boolean): Scope => (isAllowed ? (isListed ? 'named' : 'all') : 'nobody');
const linesOf = (patterns: string): string =>
  patterns
    .split(';')
    .map((pattern) => pattern.trim())
    .filter(Boolean)
    .join('\n');
const patternsOf = (lines: string): string =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .join(';');

/** As a rule is; a new one lets nobody push and waits for nothing. */
export function fieldsOf(rule?: BranchProtection): BranchRuleFields {
  return {
    rule_name: rule?.rule_name ?? '',
    pushers: scopeOf(rule?.enable_push ?? false, rule?.enable_push_whitelist ?? false),
    forcers: scopeOf(rule?.enable_force_push ?? false, rule?.enable_force_push_allowlist ?? false),
    mergers: scopeOf(true, rule?.enable_merge_whitelist ?? false),
    enable_push: false,
    enable_push_whitelist: false,
    push_whitelist_usernames: rule?.push_whitelist_usernames ?? [],
    push_whitelist_teams: rule?.push_whitelist_teams ?? [],
    push_whitelist_deploy_keys: rule?.push_whitelist_deploy_keys ?? false,
    enable_force_push: false,
    enable_force_push_allowlist: false,
    force_push_allowlist_usernames: rule?.force_push_allowlist_usernames ?? [],
    force_push_allowlist_teams: rule?.force_push_allowlist_teams ?? [],
    force_push_allowlist_deploy_keys: rule?.force_push_allowlist_deploy_keys ?? false,
    enable_merge_whitelist: false,
    merge_whitelist_usernames: rule?.merge_whitelist_usernames ?? [],
    merge_whitelist_teams: rule?.merge_whitelist_teams ?? [],
    enable_bypass_allowlist: rule?.enable_bypass_allowlist ?? false,
    bypass_allowlist_usernames: rule?.bypass_allowlist_usernames ?? [],
    bypass_allowlist_teams: rule?.bypass_allowlist_teams ?? [],
    enable_status_check: rule?.enable_status_check ?? false,
    status_check_contexts: rule?.status_check_contexts ?? [],
    required_approvals: rule?.required_approvals ?? 0,
    enable_approvals_whitelist: rule?.enable_approvals_whitelist ?? false,
    approvals_whitelist_username: rule?.approvals_whitelist_username ?? [],
    approvals_whitelist_teams: rule?.approvals_whitelist_teams ?? [],
    block_on_rejected_reviews: rule?.block_on_rejected_reviews ?? false,
    block_on_official_review_requests: rule?.block_on_official_review_requests ?? false,
    block_on_outdated_branch: rule?.block_on_outdated_branch ?? false,
    block_admin_merge_override: rule?.block_admin_merge_override ?? false,
    dismiss_stale_approvals: rule?.dismiss_stale_approvals ?? false,
    ignore_stale_approvals: rule?.ignore_stale_approvals ?? false,
    protected_file_patterns: linesOf(rule?.protected_file_patterns ?? ''),
    unprotected_file_patterns: linesOf(rule?.unprotected_file_patterns ?? ''),
  };
}

/** What is sent for the fields. */
export function bodyOf({ pushers, forcers, mergers, ...fields }: BranchRuleFields): Body {
  return {
    ...fields,
    enable_push: pushers !== 'nobody',
    enable_push_whitelist: pushers === 'named',
    enable_force_push: pushers !== 'nobody' && forcers !== 'nobody',
    enable_force_push_allowlist: pushers !== 'nobody' && forcers === 'named',
    enable_merge_whitelist: mergers === 'named',
    required_approvals: Number(fields.required_approvals),
    protected_file_patterns: patternsOf(fields.protected_file_patterns),
    unprotected_file_patterns: patternsOf(fields.unprotected_file_patterns),
  };
}
