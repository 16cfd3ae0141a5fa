import type { Generated } from 'kysely';

import type { JsonText } from '@mosaic/platform/db';
import type { EventTables } from '@mosaic/platform/events';

import type { Named, StoredRuleSettings } from '../protection/branch-rule-settings.ts';
import type { MergeSettings } from '../pulls/merge-settings.ts';
import type { TeamPermission, TeamUnits } from '../teams/units.ts';

/** Rows of the forge. Times are Unix milliseconds, flags 0 or 1. */
export interface ForgeTables extends EventTables {
  owners: OwnerRow;
  organizations: OrganizationRow;
  organization_members: MemberRow;
  teams: TeamRow;
  team_members: { team_id: number; principal_id: string };
  team_repositories: { team_id: number; repository_id: number };
  repositories: RepositoryRow;
  collaborators: CollaboratorRow;
  pushes: PushRow;
  push_commands: PushCommandRow;
  hooks: HookRow;
  deliveries: DeliveryRow;
  statuses: StatusRow;
  issues: IssueRow;
  comments: CommentRow;
  labels: LabelRow;
  maintenance: MaintenanceRow;
  issue_labels: { issue_id: number; label_id: number };
  pulls: PullRow;
  pull_versions: PullVersionRow;
  reviews: ReviewRow;
  review_comments: ReviewCommentRow;
  applied_suggestions: AppliedSuggestionRow;
  scheduled_merges: ScheduledMergeRow;
  ssh_keys: SshKeyRow;
  deploy_keys: DeployKeyRow;
  branch_rules: BranchRuleRow;
  tag_rules: TagRuleRow;
  /** What leads to a repository from where it stood before. */
  former_repository_names: { id: Generated<number>; owner_id: number; name_lower: string; repository_id: number };
  former_owner_names: { id: Generated<number>; name_lower: string; owner_id: number };
  repository_transfers: TransferRow;
  lfs_objects: LfsObjectRow;
  lfs_locks: LfsLockRow;
  releases: ReleaseRow;
  release_assets: ReleaseAssetRow;
  issue_assignees: { issue_id: number; uid: number; login: string; login_lower: string };
}

export interface OwnerRow {
  id: Generated<number>;
  kind: 'user' | 'organization';
  /** Who that is at accounts; null for an organization. */
  principal_id: string | null;
  /** What answers call the id of a user: given by accounts, or of a range above those for an organization. */
  uid: number;
  name: string;
  name_lower: string;
  /** Who may know of it; every person is public. */
  visibility: Generated<'public' | 'limited' | 'private'>;
  created_at: number;
}

/** What an organization tells of itself, beside its row of `owners`. */
export interface OrganizationRow {
  owner_id: number;
  full_name: string;
  email: string;
  description: string;
  website: string;
  location: string;
  /** Whether those who administer a repository may give it to teams. */
  admins_change_teams: number;
}

/** Somebody who is in one team of the organization at least. */
export interface MemberRow {
  owner_id: number;
  principal_id: string;
  uid: number;
  login: string;
  login_lower: string;
  /** Whether everybody may know of the membership. */
  shown: number;
}

export interface TeamRow {
  id: Generated<number>;
  owner_id: number;
  name: string;
  /** Unique within the organization. */
  name_lower: string;
  description: string;
  /** `none`: what the units say; `owner`: the one team of the owners. */
  permission: TeamPermission;
  units: JsonText<TeamUnits>;
  all_repositories: number;
  creates_repositories: number;
  created_at: number;
}

export interface RepositoryRow {
  /** Never used again, also after a deletion; names the folder. */
  id: Generated<number>;
  /** `creating` until the folder is whole; such a row is dropped at start. */
  state: 'creating' | 'ready';
  owner_id: number;
  name: string;
  /** Unique with the owner. */
  name_lower: string;
  description: string;
  private: number;
  archived: number;
  /** Nothing has been pushed yet. */
  empty: number;
  default_branch: string;
  next_issue: number;
  /** Null: as a new repository has them. */
  merge_settings: JsonText<MergeSettings> | null;
  /** Null for what is no fork, and for one whose parent has been deleted. */
  fork_of: number | null;
  has_releases: Generated<number>;
  created_at: number;
  updated_at: number;
}

export interface CollaboratorRow {
  repository_id: number;
  principal_id: string;
  uid: number;
  login: string;
  login_lower: string;
  permission: 'read' | 'write' | 'admin';
}

export interface PushRow {
  id: string;
  repository_id: number;
  kind: 'git' | 'api';
  state: 'open' | 'settled';
  actor_uid: number;
  actor: string;
  trace_id: string;
  started_at: number;
  settled_at: number | null;
}

export interface PushCommandRow {
  push_id: string;
  position: number;
  repository_id: number;
  ref: string;
  before_id: string;
  /** Empty while a commit made through the API has no id yet. */
  after_id: string;
  outcome: 'pending' | 'moved' | 'refused';
}

export interface HookRow {
  id: Generated<number>;
  repository_id: number;
  url: string;
  /** Sealed by the keyring; empty when there is none. */
  secret: string;
  /** Sealed likewise; null when there is none. */
  authorization_header: string | null;
  content_type: 'json' | 'form';
  /** Names of events. */
  events: JsonText<string[]>;
  branch_filter: string;
  active: number;
  created_at: number;
  updated_at: number;
}

export interface DeliveryRow {
  /** Order of delivery within a hook. */
  seq: Generated<number>;
  /** X-Gitea-Delivery; stays on a retry. */
  id: string;
  hook_id: number;
  repository_id: number;
  event_id: string;
  /** Gitea's event name; one event of ours may make two, e.g. create and push. */
  event: string;
  trace_id: string;
  payload: string;
  state: 'waiting' | 'delivered' | 'failed';
  attempts: number;
  next_at: number;
  status: number;
  response: string;
  created_at: number;
  finished_at: number | null;
}

export interface StatusRow {
  id: Generated<number>;
  repository_id: number;
  sha: string;
  context: string;
  state: 'pending' | 'success' | 'error' | 'failure' | 'warning' | 'skipped';
  description: string;
  target_url: string;
  creator_uid: number;
  creator: string;
  created_at: number;
}

export interface IssueRow {
  id: Generated<number>;
  repository_id: number;
  number: number;
  title: string;
  body: string;
  /** Title and body as `searchableText` folds them. */
  searchable: string;
  state: 'open' | 'closed';
  author_uid: number;
  author: string;
  comments: number;
  created_at: number;
  updated_at: number;
  closed_at: number | null;
  /** The last second of the day. */
  due_at: number | null;
}

/** What makes an issue a pull request. */
export interface PullRow {
  issue_id: number;
  /** Of the base. */
  repository_id: number;
  base_branch: string;
  /** Null when it has been deleted. */
  head_repository_id: number | null;
  head_branch: string;
  /** The head's newest commit, also when its branch is gone; `refs/pull/{number}/head` follows it. */
  head_id: string;
  /** Empty where the histories are unrelated, and until that is known. */
  merge_base: string;
  mergeability: 'checking' | 'clean' | 'nothing' | 'conflict' | 'unrelated' | 'failed';
  /** Paths. */
  conflicts: JsonText<string[]>;
  /** Goes up whenever it is to be checked again: what a check finds out counts for its own round alone. */
  check_round: number;
  additions: number;
  deletions: number;
  changed_files: number;
  allow_maintainer_edit: number;
  /** The push that merges it, from before the ref moves until it is settled; stays where it merged. */
  merge_push_id: string | null;
  merge_style: string | null;
  merged_commit: string | null;
  merged_at: number | null;
  merged_by_uid: number | null;
  merged_by: string | null;
}

/** One row for each commit that the head has stood at. */
export interface PullVersionRow {
  id: Generated<number>;
  issue_id: number;
  head_id: string;
  actor: string;
  forced: number;
  created_at: number;
}

/** One row for each time that somebody reviews a pull request, drafts one, or is asked to and has not answered. */
export interface ReviewRow {
  id: Generated<number>;
  issue_id: number;
  reviewer_uid: number;
  reviewer: string;
  state: 'pending' | 'approved' | 'rejected' | 'commented' | 'requested';
  body: string;
  /** The head that was looked at; empty of a request. */
  commit_id: string;
  /** The head brings another change since. */
  stale: number;
  official: number;
  dismissed: number;
  /** Null unless somebody dismissed it: a newer verdict of its writer does so too. */
  dismissed_by: Generated<string | null>;
  dismissal_reason: Generated<string | null>;
  submitted_at: number;
  updated_at: number;
}

/** What puts a comment on a line. Paths as `encodeByteText` writes them, since a store keeps no byte that is no UTF-8. */
export interface ReviewCommentRow {
  comment_id: number;
  review_id: number;
  /** As the change calls the file. */
  path: string;
  side: 'old' | 'new';
  /** As that side calls it. */
  side_path: string;
  line: number;
  /** The head and the base of the change that was looked at. */
  commit_id: string;
  base_id: string;
  diff_hunk: string;
  resolver_uid: number | null;
  resolver: string | null;
}

/** A suggestion of a comment that a push brings, or has brought, into the head's branch. */
export interface AppliedSuggestionRow {
  comment_id: number;
  /** In the text of the comment, from 0. */
  position: number;
  applying_push_id: string;
  /** Empty until the push is settled. */
  commit_id: string;
  applier_uid: number;
  applier: string;
  applied_at: number;
}

export interface CommentRow {
  id: Generated<number>;
  issue_id: number;
  repository_id: number;
  body: string;
  author_uid: number;
  author: string;
  created_at: number;
  updated_at: number;
}

export interface LabelRow {
  id: Generated<number>;
  repository_id: number;
  name: string;
  color: string;
}

export interface MaintenanceRow {
  repository_id: number;
  /** When the last maintenance began; other than `done_at` while it runs and after it failed. */
  started_at: number;
  /** When the last maintenance that came to its end began; 0 before the first. */
  done_at: number;
}

export interface SshKeyRow {
  id: Generated<number>;
  /** Whose it is; null for one that only repositories take (`deploy_keys`). */
  principal_id: string | null;
  uid: number;
  login: string;
  title: string;
  /** Unique: a key tells who comes. */
  fingerprint: string;
  line: string;
  created_at: number;
  used_at: number | null;
}

export interface DeployKeyRow {
  id: Generated<number>;
  key_id: number;
  repository_id: number;
  title: string;
  read_only: number;
  created_at: number;
}

/** One a pull request that is to be merged once its checks succeed. */
export interface ScheduledMergeRow {
  issue_id: number;
  /** Of the base. */
  repository_id: number;
  /** What was agreed to: into which branch, and which commit. */
  base_branch: string;
  head_id: string;
  style: string;
  title: string;
  body: string;
  deletes_branch: 0 | 1;
  /** Who asked for it. */
  principal_id: string;
  login: string;
  trace_id: string;
  created_at: number;
}

export interface BranchRuleRow {
  id: Generated<number>;
  repository_id: number;
  /** Unique in the repository. */
  name: string;
  priority: number;
  settings: JsonText<StoredRuleSettings>;
  created_at: number;
  updated_at: number;
}

/** A repository that somebody is to accept; one at a time. */
export interface TransferRow {
  repository_id: number;
  doer_uid: number;
  doer: string;
  recipient_kind: OwnerRow['kind'];
  recipient_uid: number;
  recipient: string;
  /** Of the organization that gets it: they have it then. */
  team_ids: JsonText<number[]>;
  /** Whether the recipient may read it only because it is offered to them. */
  let_read: number;
  created_at: number;
}

export interface TagRuleRow {
  id: Generated<number>;
  repository_id: number;
  name_pattern: string;
  people: JsonText<Named[]>;
  /** Ids; null for a rule that is older than these. */
  teams: JsonText<number[]> | null;
  created_at: number;
  updated_at: number;
}

/** A large file that a repository has. */
export interface LfsObjectRow {
  repository_id: number;
  /** SHA-256 of the bytes, which are a file of the data folder. */
  oid: string;
  /** Bytes. */
  size: number;
  created_at: number;
}

export interface LfsLockRow {
  id: Generated<number>;
  repository_id: number;
  path: string;
  /** A hash of the path without case; unique in the repository. */
  path_key: string;
  /** Who holds it: of a principal, or of a deploy key. */
  principal_id: string;
  name: string;
  locked_at: number;
}

export interface ReleaseRow {
  id: Generated<number>;
  repository_id: number;
  tag_name: string;
  /** Unique in the repository. */
  tag_lower: string;
  target: string;
  title: string;
  body: string;
  /** Tag and title as `searchableText` folds them. */
  searchable: string;
  draft: number;
  prerelease: number;
  author_uid: number;
  author: string;
  /** The push that makes its tag, from before that is made until it is settled. */
  tag_push_id: string | null;
  /** Made together with that push, and gone if the push fails; nobody sees it until then. */
  fresh: number;
  created_at: number;
}

export interface ReleaseAssetRow {
  id: Generated<number>;
  /** Names its bytes among the blobs. */
  uuid: string;
  repository_id: number;
  release_id: number;
  name: string;
  /** Bytes; 0 while they arrive. */
  size: number;
  downloads: number;
  state: 'arriving' | 'ready';
  created_at: number;
}
