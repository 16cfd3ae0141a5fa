/**
 * What Gitea 1.26 reads of a request, by operation: names of query parameters and of the body's members, as its own description
 * of the API lists them (templates/swagger/v1_json.tmpl). Only operations that we serve.
 */
const REQUEST_MEMBERS: Readonly<Record<string, { query?: string; body?: string }>> = {
  'GET /orgs': { query: 'page limit' },
  'POST /orgs': {
    body: 'username full_name email description website location visibility repo_admin_change_team_access',
  },
  'GET /orgs/{org}': {},
  'POST /admin/users/{username}/keys': { body: 'key read_only title' },
  'DELETE /admin/users/{username}/keys/{id}': {},
  'PATCH /orgs/{org}': {
    body: 'full_name email description website location visibility repo_admin_change_team_access',
  },
  'DELETE /orgs/{org}': {},
  'POST /orgs/{org}/rename': { body: 'new_name' },
  'GET /orgs/{org}/repos': { query: 'page limit' },
  'POST /orgs/{org}/repos': {
    body: 'auto_init default_branch description gitignores issue_labels license name object_format_name private readme template trust_model',
  },
  'POST /org/{org}/repos': {
    body: 'auto_init default_branch description gitignores issue_labels license name object_format_name private readme template trust_model',
  },
  'GET /users/{username}/orgs': { query: 'page limit' },
  'GET /users/{username}/orgs/{org}/permissions': {},
  'GET /admin/orgs': { query: 'page limit' },
  'POST /admin/users/{username}/orgs': {
    body: 'username full_name email description website location visibility repo_admin_change_team_access',
  },
  'GET /orgs/{org}/members': { query: 'page limit' },
  'GET /orgs/{org}/members/{username}': {},
  'DELETE /orgs/{org}/members/{username}': {},
  'GET /orgs/{org}/public_members': { query: 'page limit' },
  'GET /orgs/{org}/public_members/{username}': {},
  'PUT /orgs/{org}/public_members/{username}': {},
  'DELETE /orgs/{org}/public_members/{username}': {},
  'GET /orgs/{org}/teams': { query: 'page limit' },
  'POST /orgs/{org}/teams': {
    body: 'name description includes_all_repositories permission units units_map can_create_org_repo',
  },
  'GET /orgs/{org}/teams/search': { query: 'q include_desc page limit' },
  'GET /teams/{id}': {},
  'PATCH /teams/{id}': {
    body: 'name description includes_all_repositories permission units units_map can_create_org_repo',
  },
  'DELETE /teams/{id}': {},
  'GET /teams/{id}/members': { query: 'page limit' },
  'GET /teams/{id}/members/{username}': {},
  'PUT /teams/{id}/members/{username}': {},
  'DELETE /teams/{id}/members/{username}': {},
  'GET /teams/{id}/repos': { query: 'page limit' },
  'GET /teams/{id}/repos/{org}/{repo}': {},
  'PUT /teams/{id}/repos/{org}/{repo}': {},
  'DELETE /teams/{id}/repos/{org}/{repo}': {},
  'GET /user/teams': { query: 'page limit' },
  'GET /user/applications/oauth2': { query: 'page limit' },
  'POST /user/applications/oauth2': { body: 'name redirect_uris confidential_client skip_secondary_authorization' },
  'GET /user/applications/oauth2/{id}': {},
  'PATCH /user/applications/oauth2/{id}': { body: 'name redirect_uris confidential_client skip_secondary_authorization' },
  'DELETE /user/applications/oauth2/{id}': {},
  'GET /repos/{owner}/{repo}/teams': {},
  'GET /repos/{owner}/{repo}/teams/{team}': {},
  'PUT /repos/{owner}/{repo}/teams/{team}': {},
  'DELETE /repos/{owner}/{repo}/teams/{team}': {},
  'DELETE /repos/{owner}/{repo}': {},
  'GET /repos/{owner}/{repo}': {},
  'PATCH /repos/{owner}/{repo}': {
    body: 'allow_fast_forward_only_merge allow_manual_merge allow_merge_commits allow_rebase allow_rebase_explicit allow_rebase_update allow_squash_merge archived autodetect_manual_merge default_allow_maintainer_edit default_branch default_delete_branch_after_merge default_merge_style description enable_prune external_tracker external_wiki has_actions has_code has_issues has_packages has_projects has_pull_requests has_releases has_wiki ignore_whitespace_conflicts internal_tracker mirror_interval name private projects_mode template website',
  },
  'GET /repos/{owner}/{repo}/branch_protections': {},
  'POST /repos/{owner}/{repo}/branch_protections': {
    body: 'approvals_whitelist_teams approvals_whitelist_username block_admin_merge_override block_on_official_review_requests block_on_outdated_branch block_on_rejected_reviews branch_name bypass_allowlist_teams bypass_allowlist_usernames dismiss_stale_approvals enable_approvals_whitelist enable_bypass_allowlist enable_force_push enable_force_push_allowlist enable_merge_whitelist enable_push enable_push_whitelist enable_status_check force_push_allowlist_deploy_keys force_push_allowlist_teams force_push_allowlist_usernames ignore_stale_approvals merge_whitelist_teams merge_whitelist_usernames priority protected_file_patterns push_whitelist_deploy_keys push_whitelist_teams push_whitelist_usernames require_signed_commits required_approvals rule_name status_check_contexts unprotected_file_patterns',
  },
  'POST /repos/{owner}/{repo}/branch_protections/priority': { body: 'ids' },
  'DELETE /repos/{owner}/{repo}/branch_protections/{name}': {},
  'GET /repos/{owner}/{repo}/branch_protections/{name}': {},
  'PATCH /repos/{owner}/{repo}/branch_protections/{name}': {
    body: 'approvals_whitelist_teams approvals_whitelist_username block_admin_merge_override block_on_official_review_requests block_on_outdated_branch block_on_rejected_reviews bypass_allowlist_teams bypass_allowlist_usernames dismiss_stale_approvals enable_approvals_whitelist enable_bypass_allowlist enable_force_push enable_force_push_allowlist enable_merge_whitelist enable_push enable_push_whitelist enable_status_check force_push_allowlist_deploy_keys force_push_allowlist_teams force_push_allowlist_usernames ignore_stale_approvals merge_whitelist_teams merge_whitelist_usernames priority protected_file_patterns push_whitelist_deploy_keys push_whitelist_teams push_whitelist_usernames require_signed_commits required_approvals status_check_contexts unprotected_file_patterns',
  },
  'GET /repos/{owner}/{repo}/branches': { query: 'page limit' },
  'POST /repos/{owner}/{repo}/branches': { body: 'new_branch_name old_branch_name old_ref_name' },
  'DELETE /repos/{owner}/{repo}/branches/{branch}': {},
  'GET /repos/{owner}/{repo}/branches/{branch}': {},
  'GET /repos/{owner}/{repo}/collaborators': { query: 'page limit' },
  'DELETE /repos/{owner}/{repo}/collaborators/{collaborator}': {},
  'GET /repos/{owner}/{repo}/collaborators/{collaborator}': {},
  'PUT /repos/{owner}/{repo}/collaborators/{collaborator}': { body: 'permission' },
  'GET /repos/{owner}/{repo}/collaborators/{collaborator}/permission': {},
  'GET /repos/{owner}/{repo}/commits': { query: 'sha path since until stat verification files page limit not' },
  'GET /repos/{owner}/{repo}/commits/{ref}/status': { query: 'page limit' },
  'GET /repos/{owner}/{repo}/commits/{ref}/statuses': { query: 'sort state page limit' },
  'GET /repos/{owner}/{repo}/compare/{basehead}': {},
  'GET /repos/{owner}/{repo}/contents': { query: 'ref' },
  'DELETE /repos/{owner}/{repo}/contents/{filepath}': { body: 'author branch committer dates force_push message new_branch sha signoff' },
  'GET /repos/{owner}/{repo}/contents/{filepath}': { query: 'ref' },
  'POST /repos/{owner}/{repo}/contents/{filepath}': { body: 'author branch committer content dates force_push message new_branch signoff' },
  'PUT /repos/{owner}/{repo}/contents/{filepath}': {
    body: 'author branch committer content dates force_push from_path message new_branch sha signoff',
  },
  'GET /repos/{owner}/{repo}/forks': { query: 'page limit' },
  'POST /repos/{owner}/{repo}/forks': { body: 'name organization' },
  'POST /repos/{owner}/{repo}/merge-upstream': { body: 'branch ff_only' },
  'GET /repos/{owner}/{repo}/git/blobs/{sha}': {},
  'GET /repos/{owner}/{repo}/git/commits/{sha}': { query: 'stat verification files' },
  'GET /repos/{owner}/{repo}/git/refs': {},
  'GET /repos/{owner}/{repo}/git/refs/{ref}': {},
  'GET /repos/{owner}/{repo}/git/tags/{sha}': {},
  'GET /repos/{owner}/{repo}/git/trees/{sha}': { query: 'recursive page per_page' },
  'GET /repos/{owner}/{repo}/hooks': { query: 'page limit' },
  'POST /repos/{owner}/{repo}/hooks': { body: 'active authorization_header branch_filter config events name type' },
  'DELETE /repos/{owner}/{repo}/hooks/{id}': {},
  'GET /repos/{owner}/{repo}/hooks/{id}': {},
  'PATCH /repos/{owner}/{repo}/hooks/{id}': { body: 'active authorization_header branch_filter config events name' },
  'POST /repos/{owner}/{repo}/hooks/{id}/tests': { query: 'ref' },
  'GET /repos/issues/search': {
    query:
      'state labels milestones q type since before assigned created mentioned review_requested reviewed owner created_by team page limit',
  },
  'GET /repos/{owner}/{repo}/issues': {
    query: 'state labels q type milestones since before created_by assigned_by mentioned_by page limit',
  },
  'POST /repos/{owner}/{repo}/issues': { body: 'assignee assignees body closed due_date labels milestone ref title' },
  'GET /repos/{owner}/{repo}/issues/{index}': {},
  'PATCH /repos/{owner}/{repo}/issues/{index}': {
    body: 'assignee assignees body content_version due_date milestone ref state title unset_due_date',
  },
  'GET /repos/{owner}/{repo}/issues/{index}/comments': { query: 'since before' },
  'POST /repos/{owner}/{repo}/issues/{index}/comments': { body: 'body' },
  'DELETE /repos/{owner}/{repo}/issues/comments/{id}': {},
  'PATCH /repos/{owner}/{repo}/issues/comments/{id}': { body: 'body' },
  'GET /repos/{owner}/{repo}/keys': { query: 'key_id fingerprint page limit' },
  'POST /repos/{owner}/{repo}/keys': { body: 'key read_only title' },
  'DELETE /repos/{owner}/{repo}/keys/{id}': {},
  'GET /repos/{owner}/{repo}/keys/{id}': {},
  'GET /repos/{owner}/{repo}/labels': { query: 'page limit' },
  'GET /repos/{owner}/{repo}/labels/{id}': {},
  'GET /repos/{owner}/{repo}/pulls': { query: 'base_branch state sort milestone labels poster page limit' },
  'POST /repos/{owner}/{repo}/pulls': {
    body: 'allow_maintainer_edit assignee assignees base body due_date head labels milestone reviewers team_reviewers title',
  },
  'GET /repos/{owner}/{repo}/pulls/{index}': {},
  'PATCH /repos/{owner}/{repo}/pulls/{index}': {
    body: 'allow_maintainer_edit assignee assignees base body content_version due_date labels milestone state title unset_due_date',
  },
  'GET /repos/{owner}/{repo}/pulls/{base}/{head}': {},
  'GET /repos/{owner}/{repo}/pulls/{index}.{diffType}': { query: 'binary' },
  'GET /repos/{owner}/{repo}/pulls/{index}/merge': {},
  'DELETE /repos/{owner}/{repo}/pulls/{index}/merge': {},
  'POST /repos/{owner}/{repo}/pulls/{index}/merge': {
    body: 'Do MergeCommitID MergeMessageField MergeTitleField delete_branch_after_merge do force_merge head_commit_id merge_commit_id merge_message_field merge_title_field merge_when_checks_succeed',
  },
  'POST /repos/{owner}/{repo}/pulls/{index}/update': { query: 'style' },
  'GET /repos/{owner}/{repo}/pulls/{index}/commits': { query: 'page limit verification files' },
  'GET /repos/{owner}/{repo}/pulls/{index}/files': { query: 'skip-to whitespace page limit' },
  'GET /repos/{owner}/{repo}/pulls/{index}/reviews': { query: 'page limit' },
  'POST /repos/{owner}/{repo}/pulls/{index}/reviews': { body: 'body comments commit_id event' },
  'GET /repos/{owner}/{repo}/pulls/{index}/reviews/{id}': {},
  'POST /repos/{owner}/{repo}/pulls/{index}/reviews/{id}': { body: 'body event' },
  'DELETE /repos/{owner}/{repo}/pulls/{index}/reviews/{id}': {},
  'GET /repos/{owner}/{repo}/pulls/{index}/reviews/{id}/comments': {},
  'POST /repos/{owner}/{repo}/pulls/{index}/reviews/{id}/dismissals': { body: 'message priors' },
  'POST /repos/{owner}/{repo}/pulls/{index}/reviews/{id}/undismissals': {},
  'POST /repos/{owner}/{repo}/pulls/{index}/requested_reviewers': { body: 'reviewers team_reviewers' },
  'DELETE /repos/{owner}/{repo}/pulls/{index}/requested_reviewers': { body: 'reviewers team_reviewers' },
  'POST /repos/{owner}/{repo}/pulls/comments/{id}/resolve': {},
  'POST /repos/{owner}/{repo}/pulls/comments/{id}/unresolve': {},
  'POST /repos/{owner}/{repo}/pulls/{index}/comments/{id}/replies': { body: 'body' },
  'GET /repos/{owner}/{repo}/media/{filepath}': { query: 'ref' },
  'GET /repos/{owner}/{repo}/raw/{filepath}': { query: 'ref' },
  'GET /repos/{owner}/{repo}/statuses/{sha}': { query: 'sort state page limit' },
  'POST /repos/{owner}/{repo}/statuses/{sha}': { body: 'context description state target_url' },
  'GET /repos/{owner}/{repo}/tag_protections': {},
  'POST /repos/{owner}/{repo}/tag_protections': { body: 'name_pattern whitelist_teams whitelist_usernames' },
  'DELETE /repos/{owner}/{repo}/tag_protections/{id}': {},
  'GET /repos/{owner}/{repo}/tag_protections/{id}': {},
  'PATCH /repos/{owner}/{repo}/tag_protections/{id}': { body: 'name_pattern whitelist_teams whitelist_usernames' },
  'GET /repos/{owner}/{repo}/tags': { query: 'page limit' },
  'GET /repos/{owner}/{repo}/tags/{tag}': {},
  'GET /repos/search': {
    query:
      'q topic includeDesc uid priority_owner_id team_id starredBy private is_private template archived mode exclusive sort order page limit',
  },
  'GET /repositories/{id}': {},
  'GET /settings/api': {},
  'GET /user': {},
  'GET /user/keys': { query: 'fingerprint page limit' },
  'POST /user/keys': { body: 'key read_only title' },
  'DELETE /user/keys/{id}': {},
  'GET /user/keys/{id}': {},
  'GET /user/orgs': { query: 'page limit' },
  'GET /user/repos': { query: 'page limit' },
  'POST /user/repos': {
    body: 'auto_init default_branch description gitignores issue_labels license name object_format_name private readme template trust_model',
  },
  'GET /users/{username}': {},
  'GET /users/{username}/keys': { query: 'fingerprint page limit' },
  'GET /users/{username}/repos': { query: 'page limit' },
  'GET /version': {},
};

export interface RequestMembers {
  query: readonly string[];
  body: readonly string[];
}

/** Upstream's members of an operation; null for one that is ours alone. `path` may name its parameters in any form. */
export function requestMembers(method: string, path: string): RequestMembers | null {
  return BY_SHAPE.get(shape(`${method} ${path}`)) ?? null;
}

function shape(operation: string): string {
  return operation.replace(/\{\w+\}|:\w+|\*/g, '{}');
}

const BY_SHAPE = new Map(
  Object.entries(REQUEST_MEMBERS).map(([operation, { query = '', body = '' }]) => [
    shape(operation),
    { query: query.split(' ').filter(Boolean), body: body.split(' ').filter(Boolean) },
  ]),
);
