import type { BranchRule } from '../protection/branch-rule.ts';
import type { AllowList } from '../protection/branch-rule-settings.ts';
import type { TagRule } from '../protection/tag-rule.ts';
import { rfc3339 } from './time.ts';

/** Gitea's BranchProtection. */
export function presentBranchRule(rule: BranchRule) {
  return {
    rule_name: rule.name,
    branch_name: rule.name,
    priority: rule.priority,
    enable_push: rule.push.allowed,
    enable_push_whitelist: rule.push.enabled,
    push_whitelist_usernames: loginsOf(rule.push),
    push_whitelist_teams: teamsOf(rule.push),
    push_whitelist_deploy_keys: rule.push.deployKeys,
    enable_force_push: rule.forcePush.allowed,
    enable_force_push_allowlist: rule.forcePush.enabled,
    force_push_allowlist_usernames: loginsOf(rule.forcePush),
    force_push_allowlist_teams: teamsOf(rule.forcePush),
    force_push_allowlist_deploy_keys: rule.forcePush.deployKeys,
    enable_merge_whitelist: rule.merge.enabled,
    merge_whitelist_usernames: loginsOf(rule.merge),
    merge_whitelist_teams: teamsOf(rule.merge),
    enable_bypass_allowlist: rule.bypass.enabled,
    bypass_allowlist_usernames: loginsOf(rule.bypass),
    bypass_allowlist_teams: teamsOf(rule.bypass),
    enable_status_check: rule.checks.required,
    status_check_contexts: rule.checks.contexts,
    required_approvals: rule.approvals.required,
    enable_approvals_whitelist: rule.approvals.enabled,
    approvals_whitelist_username: loginsOf(rule.approvals),
    approvals_whitelist_teams: teamsOf(rule.approvals),
    block_on_rejected_reviews: rule.blocks.rejected,
    block_on_official_review_requests: rule.blocks.reviewRequests,
    block_on_outdated_branch: rule.blocks.outdated,
    block_admin_merge_override: rule.blocks.adminOverride,
    dismiss_stale_approvals: rule.approvals.dismissStale,
    ignore_stale_approvals: rule.approvals.ignoreStale,
    require_signed_commits: false,
    protected_file_patterns: rule.files.protected,
    unprotected_file_patterns: rule.files.unprotected,
    created_at: rfc3339(rule.createdAt),
    updated_at: rfc3339(rule.updatedAt),
  };
}

/** Gitea's TagProtection. */
export function presentTagRule(rule: TagRule) {
  return {
    id: rule.id,
    name_pattern: rule.pattern,
    whitelist_usernames: rule.people.map(({ login }) => login),
    whitelist_teams: teamsOf(rule),
    created_at: rfc3339(rule.createdAt),
    updated_at: rfc3339(rule.updatedAt),
  };
}

function teamsOf({ teams }: Pick<AllowList, 'teams'>): string[] {
  return teams.map(({ name }) => name);
}

function loginsOf({ people }: AllowList): string[] {
  return people.map(({ login }) => login);
}
