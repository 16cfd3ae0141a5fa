import type { BranchProtection } from '@mosaic/contracts/gitea';

/** Names in a sentence; "nobody" for none. */
export const namesInWords = (people: readonly string[], teams: readonly string[]): string =>
  [...people, ...teams.map((team) => `team ${team}`)].join(', ') || 'nobody';

/** Who may push to what a rule for branches is about. */
export function pushInWords(rule: BranchProtection): string {
  if (!rule.enable_push) return 'nobody';
  if (!rule.enable_push_whitelist) return 'whoever may write';
  const named = namesInWords(rule.push_whitelist_usernames, rule.push_whitelist_teams);
  return rule.push_whitelist_deploy_keys ? `${named === 'nobody' ? '' : `${named}, `}deploy keys` : named;
}

/** What a merge waits for. */
export function mergeInWords(rule: BranchProtection): string {
  const { required_approvals: approvals, status_check_contexts: checks } = rule;
  const found = [
    rule.enable_merge_whitelist && `by ${namesInWords(rule.merge_whitelist_usernames, rule.merge_whitelist_teams)}`,
    approvals > 0 && (approvals === 1 ? '1 approval' : `${approvals} approvals`),
    rule.enable_status_check && (checks.length === 0 ? 'all checks' : `checks ${checks.join(', ')}`),
    rule.block_on_rejected_reviews && 'no changes asked for',
    rule.block_on_official_review_requests && 'no review outstanding',
    rule.block_on_outdated_branch && 'a head that is up to date',
  ];
  return found.filter((one) => one !== false).join(' · ') || 'nothing more';
}
