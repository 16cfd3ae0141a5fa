import type { MergeStyle } from '@mosaic/contracts/gitea';

import type { MergeSettings } from '../pulls/merge-settings.ts';
import type { Repository } from '../repositories/repository.ts';
import { reaches, type Level } from '../repositories/repository-policy.ts';
import type { Transfer } from '../repositories/transfer.ts';
import type { Links } from './links.ts';
import { rfc3339 } from './time.ts';
import { presentUser } from './user.ts';

const NEVER = '0001-01-01T00:00:00Z';

/** Counts that a list does not look up. */
export interface Counts {
  openIssues: number;
  openPulls: number;
  forks: number;
  branches: number;
  releases: number;
}

const NOT_COUNTED: Counts = { openIssues: 0, openPulls: 0, forks: 0, branches: 0, releases: 0 };

/** What it was forked from, and what the asker may do there; left out for who may not see it. */
export interface Parent {
  repository: Repository;
  level: Level;
}

/** Gitea's Repository with all of its 70 members (forge contract 3.5). */
export function presentRepository(
  links: Links,
  repository: Repository,
  level: Level,
  { counts = NOT_COUNTED, parent = null, transfer = null }: { counts?: Counts; parent?: Parent | null; transfer?: Transfer | null } = {},
) {
  const html = links.repository(repository);
  const api = links.api(repository);
  return {
    id: repository.id,
    owner: presentUser(links, { uid: repository.owner.uid, login: repository.owner.name, visibility: repository.owner.visibility }),
    name: repository.name,
    full_name: repository.fullName,
    description: repository.description,
    empty: repository.empty,
    private: repository.private,
    internal: !repository.private && repository.owner.visibility === 'private',
    fork: repository.forkOf !== null,
    template: false,
    parent: parent === null ? null : presentParent(links, parent),
    mirror: false,
    size: 0,
    language: '',
    // Languages are not counted here.
    languages_url: '',
    html_url: html,
    url: api,
    link: '',
    ssh_url: links.ssh(repository),
    clone_url: `${html}.git`,
    original_url: '',
    website: '',
    stars_count: 0,
    forks_count: counts.forks,
    watchers_count: 0,
    branch_count: counts.branches,
    open_issues_count: counts.openIssues,
    open_pr_counter: counts.openPulls,
    release_counter: counts.releases,
    default_branch: repository.defaultBranch,
    default_target_branch: '',
    archived: repository.archived,
    archived_at: repository.archived ? rfc3339(repository.updatedAt) : NEVER,
    created_at: rfc3339(repository.createdAt),
    updated_at: rfc3339(repository.updatedAt),
    permissions: { admin: reaches(level, 'admin'), push: reaches(level, 'write'), pull: reaches(level, 'read') },
    ...FEATURES,
    has_releases: repository.hasReleases,
    ...presentMerging(repository.merging),
    avatar_url: '',
    mirror_interval: '',
    mirror_updated: NEVER,
    mirror_last_sync_at: NEVER,
    object_format_name: 'sha1',
    repo_transfer: transfer === null ? null : presentTransfer(links, transfer),
    topics: [],
    licenses: [],
  };
}

/** What a repository waits for; its teams are told to the organization alone. */
function presentTransfer(links: Links, { doer, recipient }: Transfer) {
  return { doer: presentUser(links, doer), recipient: presentUser(links, recipient), teams: [] };
}

/** Without a parent of its own. */
function presentParent(links: Links, { repository, level }: Parent): Record<string, unknown> {
  return presentRepository(links, repository, level);
}

/** How merges go. */
function presentMerging({ enabled, styles, defaultStyle, rebaseUpdate, deleteBranchAfterMerge, allowMaintainerEdit }: MergeSettings) {
  const isLet = (style: MergeStyle) => enabled && styles.includes(style);
  return {
    has_pull_requests: enabled,
    allow_merge_commits: isLet('merge'),
    allow_rebase: isLet('rebase'),
    allow_rebase_explicit: isLet('rebase-merge'),
    allow_rebase_update: enabled && rebaseUpdate,
    allow_squash_merge: isLet('squash'),
    allow_fast_forward_only_merge: isLet('fast-forward-only'),
    allow_manual_merge: isLet('manually-merged'),
    allow_merge_update: enabled,
    default_merge_style: defaultStyle,
    default_update_style: 'merge',
    default_delete_branch_after_merge: deleteBranchAfterMerge,
    default_allow_maintainer_edit: allowMaintainerEdit,
  };
}

/** What a repository here has, the same for all. */
const FEATURES = {
  has_code: true,
  has_issues: true,
  internal_tracker: { enable_time_tracker: false, allow_only_contributors_to_track_time: false, enable_issue_dependencies: false },
  external_tracker: null,
  has_wiki: false,
  external_wiki: null,
  has_projects: false,
  projects_mode: 'all',
  has_packages: false,
  has_actions: false,
  ignore_whitespace_conflicts: false,
  autodetect_manual_merge: false,
};
