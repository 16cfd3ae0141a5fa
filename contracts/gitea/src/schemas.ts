import { z } from 'zod';

/*
 * Gitea's answers (API 1.26) with every member that our forge sends. What clients do without has a default, so that older and
 * newer servers are read too; members that are not named are dropped on reading.
 */

/** `GET /version`, the first call of every SDK client: a plain "1.26.x". */
export const Version = z.object({ version: z.string() });
export type Version = z.infer<typeof Version>;

/** `username` is the legacy name of `login`; both are always sent. */
export const User = z.object({
  id: z.number().int(),
  login: z.string(),
  username: z.string().optional(),
  login_name: z.string().default(''),
  full_name: z.string().default(''),
  email: z.string().default(''),
  avatar_url: z.string().default(''),
  html_url: z.string().default(''),
  language: z.string().default(''),
  last_login: z.string().default(''),
  created: z.string().default(''),
  location: z.string().default(''),
  website: z.string().default(''),
  description: z.string().default(''),
  source_id: z.number().int().default(0),
  is_admin: z.boolean().default(false),
  restricted: z.boolean().default(false),
  prohibit_login: z.boolean().default(false),
  active: z.boolean().default(true),
  /** `public` where it matters: Woodpecker takes every other word for a private owner. */
  visibility: z.string().default('public'),
  followers_count: z.number().int().default(0),
  following_count: z.number().int().default(0),
  starred_repos_count: z.number().int().default(0),
});
export type User = z.infer<typeof User>;

export const Organization = z.object({
  id: z.number().int(),
  name: z.string(),
  username: z.string().default(''),
  full_name: z.string().default(''),
  email: z.string().default(''),
  avatar_url: z.string().default(''),
  description: z.string().default(''),
  website: z.string().default(''),
  location: z.string().default(''),
  /** public, limited (to who is signed in) or private (to its members). */
  visibility: z.string().default('public'),
  repo_admin_change_team_access: z.boolean().default(false),
});
export type Organization = z.infer<typeof Organization>;

export const OrganizationPermissions = z.object({
  is_owner: z.boolean(),
  is_admin: z.boolean(),
  can_write: z.boolean(),
  can_read: z.boolean(),
  can_create_repository: z.boolean(),
});

/** `units` names those that are more than `none` in `units_map`. */
export const Team = z.object({
  id: z.number().int(),
  name: z.string(),
  description: z.string().default(''),
  organization: Organization.nullish(),
  includes_all_repositories: z.boolean().default(false),
  permission: z.string(),
  units: z.array(z.string()).default([]),
  units_map: z.record(z.string(), z.string()).default({}),
  can_create_org_repo: z.boolean().default(false),
});
export type Team = z.infer<typeof Team>;

export const Permissions = z.object({ admin: z.boolean(), push: z.boolean(), pull: z.boolean() });
export type Permissions = z.infer<typeof Permissions>;

/** Nested settings that nothing here reads. */
const Nested = z.looseObject({}).nullish();

export const Repository = z.object({
  id: z.number().int(),
  owner: User,
  name: z.string(),
  full_name: z.string(),
  default_branch: z.string(),
  private: z.boolean(),
  html_url: z.string(),
  clone_url: z.string(),
  /** What the asker may do. Absent in payloads of some old versions. */
  permissions: Permissions.optional(),
  description: z.string().default(''),
  language: z.string().default(''),
  languages_url: z.string().default(''),
  url: z.string().default(''),
  link: z.string().default(''),
  ssh_url: z.string().default(''),
  original_url: z.string().default(''),
  website: z.string().default(''),
  default_target_branch: z.string().default(''),
  archived_at: z.string().default(''),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
  avatar_url: z.string().default(''),
  mirror_interval: z.string().default(''),
  mirror_updated: z.string().default(''),
  mirror_last_sync_at: z.string().default(''),
  object_format_name: z.string().default(''),
  empty: z.boolean().default(false),
  internal: z.boolean().default(false),
  fork: z.boolean().default(false),
  template: z.boolean().default(false),
  mirror: z.boolean().default(false),
  archived: z.boolean().default(false),
  /** KiB. */
  size: z.number().int().default(0),
  stars_count: z.number().int().default(0),
  forks_count: z.number().int().default(0),
  watchers_count: z.number().int().default(0),
  branch_count: z.number().int().default(0),
  open_issues_count: z.number().int().default(0),
  open_pr_counter: z.number().int().default(0),
  release_counter: z.number().int().default(0),
  parent: Nested,
  internal_tracker: Nested,
  external_tracker: Nested,
  external_wiki: Nested,
  repo_transfer: Nested,
  topics: z.array(z.string()).nullish(),
  licenses: z.array(z.string()).nullish(),
  has_code: z.boolean().default(true),
  has_issues: z.boolean().default(true),
  has_wiki: z.boolean().default(false),
  has_pull_requests: z.boolean().default(false),
  has_projects: z.boolean().default(false),
  has_releases: z.boolean().default(false),
  has_packages: z.boolean().default(false),
  has_actions: z.boolean().default(false),
  projects_mode: z.string().default('all'),
  ignore_whitespace_conflicts: z.boolean().default(false),
  allow_merge_commits: z.boolean().default(false),
  allow_rebase: z.boolean().default(false),
  allow_rebase_explicit: z.boolean().default(false),
  allow_rebase_update: z.boolean().default(false),
  allow_squash_merge: z.boolean().default(false),
  allow_fast_forward_only_merge: z.boolean().default(false),
  allow_manual_merge: z.boolean().default(false),
  autodetect_manual_merge: z.boolean().default(false),
  allow_merge_update: z.boolean().default(false),
  default_delete_branch_after_merge: z.boolean().default(false),
  default_allow_maintainer_edit: z.boolean().default(false),
  default_merge_style: z.string().default('merge'),
  default_update_style: z.string().default('merge'),
});
export type Repository = z.infer<typeof Repository>;

/** `GET /repos/search`; `ok` is required by Renovate. */
export const SearchResult = z.object({ ok: z.boolean(), data: z.array(Repository) });
export type SearchResult = z.infer<typeof SearchResult>;

/** An author or committer as git wrote it. */
export const Identity = z.object({ name: z.string(), email: z.string(), date: z.string().default('') });
export type Identity = z.infer<typeof Identity>;

/** Whether a signature of a commit or tag holds. */
export const Verification = z.object({
  verified: z.boolean(),
  reason: z.string().default(''),
  signature: z.string().default(''),
  signer: Nested,
  payload: z.string().default(''),
});

const PayloadUser = z.object({ name: z.string(), email: z.string(), username: z.string().default('') });
const Paths = z
  .array(z.string())
  .nullish()
  .transform((value) => value ?? []);

/** A commit in a push payload and at the tip of a branch; paths are those it touched, none where nobody looked. */
export const PayloadCommit = z.object({
  id: z.string(),
  message: z.string().default(''),
  url: z.string().default(''),
  author: PayloadUser,
  committer: PayloadUser.nullable().default(null),
  verification: Verification.nullable().default(null),
  timestamp: z.string().default(''),
  added: Paths,
  removed: Paths,
  modified: Paths,
});
export type PayloadCommit = z.infer<typeof PayloadCommit>;

/** `damaged` is ours: the commit cannot be read, `message` says so, and nothing but its id is known. */
export const Branch = z.object({
  name: z.string(),
  commit: PayloadCommit,
  protected: z.boolean().default(false),
  required_approvals: z.number().int().default(0),
  enable_status_check: z.boolean().default(false),
  status_check_contexts: z.array(z.string()).default([]),
  user_can_push: z.boolean().default(false),
  user_can_merge: z.boolean().default(false),
  effective_branch_protection_name: z.string().default(''),
  damaged: z.boolean().optional(),
});
export type Branch = z.infer<typeof Branch>;

/** A commit, or the object that a tag names instead, by its id. */
const CommitReference = z.object({ sha: z.string(), url: z.string().default(''), created: z.string().default('') });

/** `id` is that of an annotated tag itself. `damaged` is ours: what it names cannot be read, and `message` says so. */
export const Tag = z.object({
  name: z.string(),
  id: z.string().default(''),
  message: z.string().default(''),
  commit: CommitReference,
  zipball_url: z.string().default(''),
  tarball_url: z.string().default(''),
  damaged: z.boolean().optional(),
});
export type Tag = z.infer<typeof Tag>;

/** `truncated` and `files_truncated` are ours: the message goes on, there are more `files`. */
export const Commit = z.object({
  sha: z.string(),
  url: z.string().default(''),
  html_url: z.string().default(''),
  created: z.string().default(''),
  commit: z.object({
    url: z.string().default(''),
    message: z.string(),
    author: Identity,
    committer: Identity,
    tree: CommitReference.nullable().default(null),
    verification: Verification.nullable().default(null),
  }),
  author: User.nullable().default(null),
  committer: User.nullable().default(null),
  parents: z.array(CommitReference).default([]),
  files: z.array(z.object({ filename: z.string(), status: z.string().default('modified') })).nullish(),
  truncated: z.boolean().optional(),
  files_truncated: z.boolean().optional(),
});
export type Commit = z.infer<typeof Commit>;

/** `diff` is ours: the unified text, its bytes as `textOfBytes` writes them; `diff_truncated` where it goes on. */
export const Compare = z.object({
  total_commits: z.number().int(),
  commits: z.array(Commit),
  diff: z.string().default(''),
  diff_truncated: z.boolean().default(false),
});

/**
 * A file or a member of a folder; `content` (base64) only when one file was asked for. `damaged` is ours: the repository has lost
 * the file's bytes.
 */
export const ContentsEntry = z.object({
  name: z.string(),
  path: z.string(),
  sha: z.string(),
  type: z.enum(['file', 'dir', 'symlink', 'submodule']),
  size: z.number().int().default(0),
  encoding: z.string().nullable().default(null),
  content: z.string().nullable().default(null),
  target: z.string().nullable().default(null),
  url: z.string().nullable().default(null),
  html_url: z.string().nullable().default(null),
  git_url: z.string().nullable().default(null),
  download_url: z.string().nullable().default(null),
  /** Address of a submodule's repository, where the server knows it. */
  submodule_git_url: z.string().nullable().default(null),
  _links: z.object({ self: z.string().nullable(), git: z.string().nullable(), html: z.string().nullable() }).nullable().default(null),
  /** Of a pointer of Git LFS: the object that it stands for, and its bytes. */
  lfs_oid: z.string().optional(),
  lfs_size: z.number().int().optional(),
  damaged: z.boolean().optional(),
});
export type ContentsEntry = z.infer<typeof ContentsEntry>;

/** A {@link Commit} as writes of contents answer it: what git knows stands beside its addresses, and authors are not users. */
export const FileCommit = Commit.shape.commit
  .omit({ verification: true })
  .extend(Commit.pick({ sha: true, html_url: true, created: true, parents: true, truncated: true }).shape);

/** What a write of contents answers. `content` is null after a deletion. */
export const FileResponse = z.object({
  content: ContentsEntry.nullable(),
  commit: FileCommit,
  verification: Verification.nullable().default(null),
});
export type FileResponse = z.infer<typeof FileResponse>;

const GitEntry = z.object({
  path: z.string(),
  mode: z.string(),
  /** A submodule is a `commit`. */
  type: z.enum(['blob', 'tree', 'commit']),
  size: z.number().int().default(0),
  sha: z.string(),
  url: z.string().default(''),
  damaged: z.boolean().optional(),
});

/** One page of a tree's entries. `damaged` is ours, as in {@link ContentsEntry}. */
export const GitTree = z.object({
  sha: z.string(),
  url: z.string().default(''),
  tree: z.array(GitEntry),
  truncated: z.boolean().default(false),
  page: z.number().int().default(1),
  total_count: z.number().int().default(0),
});
export type GitTree = z.infer<typeof GitTree>;

/** A file by its id; `content` (base64) is null for one that is too large. */
export const GitBlob = z.object({
  sha: z.string(),
  url: z.string().default(''),
  size: z.number().int(),
  encoding: z.string().nullable(),
  content: z.string().nullable(),
});
export type GitBlob = z.infer<typeof GitBlob>;

const GitObject = z.object({ type: z.string(), sha: z.string(), url: z.string().default('') });

/** What an annotated tag says of itself; `object` is what it names. */
export const AnnotatedTag = z.object({
  tag: z.string(),
  sha: z.string(),
  url: z.string().default(''),
  message: z.string().default(''),
  tagger: Identity.nullable().default(null),
  object: GitObject,
  verification: Verification.nullable().default(null),
});
export type AnnotatedTag = z.infer<typeof AnnotatedTag>;

/** A ref by its full name. `damaged` is ours: what it names cannot be read. */
export const Reference = z.object({
  ref: z.string(),
  url: z.string().default(''),
  object: GitObject,
  damaged: z.boolean().optional(),
});
export type Reference = z.infer<typeof Reference>;

export const StatusState = z.enum(['pending', 'success', 'error', 'failure', 'warning', 'skipped']);
export type StatusState = z.infer<typeof StatusState>;

/** `status` holds what the request calls `state`. One row per POST; the highest id of a context counts. */
export const CommitStatus = z.object({
  id: z.number().int(),
  status: StatusState,
  context: z.string(),
  description: z.string().default(''),
  target_url: z.string().default(''),
  url: z.string().default(''),
  creator: User.nullable().default(null),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
});
export type CommitStatus = z.infer<typeof CommitStatus>;

/** The latest status of each context and what they make together; an empty `state` means none yet in old versions. */
export const CombinedStatus = z.object({
  state: z.enum([...StatusState.options, '']),
  sha: z.string(),
  total_count: z.number().int(),
  statuses: z
    .array(CommitStatus)
    .nullish()
    .transform((value) => value ?? []),
  repository: Repository.nullable().default(null),
  commit_url: z.string().default(''),
  url: z.string().default(''),
});
export type CombinedStatus = z.infer<typeof CombinedStatus>;

export const IssueState = z.enum(['open', 'closed']);
export type IssueState = z.infer<typeof IssueState>;

export const IssueLabel = z.object({
  id: z.number().int(),
  name: z.string(),
  /** Six hexadecimal digits. */
  color: z.string().default(''),
  description: z.string().default(''),
  url: z.string().default(''),
  exclusive: z.boolean().default(false),
  is_archived: z.boolean().default(false),
});
export type IssueLabel = z.infer<typeof IssueLabel>;

/** What an issue that is a pull request says of it. */
export const PullRequestMeta = z.object({
  merged: z.boolean(),
  merged_at: z.string().nullish(),
  draft: z.boolean().default(false),
  html_url: z.string().default(''),
});

/** `number` counts within the repository; `id` is unique in the installation. */
export const Issue = z.object({
  id: z.number().int(),
  number: z.number().int(),
  title: z.string(),
  body: z.string().default(''),
  state: IssueState,
  user: User.nullish(),
  labels: z
    .array(IssueLabel)
    .nullish()
    .transform((value) => value ?? []),
  comments: z.number().int().default(0),
  url: z.string().default(''),
  html_url: z.string().default(''),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
  closed_at: z.string().nullish(),
  /** The last second of the day to be done by. */
  due_date: z.string().nullish(),
  /** The first of `assignees`. */
  assignee: User.nullish(),
  assignees: z.array(User).nullish(),
  /** In short: `owner` is a login. */
  repository: z.object({ id: z.number().int(), name: z.string(), owner: z.string(), full_name: z.string() }).nullish(),
  original_author: z.string().default(''),
  original_author_id: z.number().int().default(0),
  ref: z.string().default(''),
  is_locked: z.boolean().default(false),
  pin_order: z.number().int().default(0),
  assets: z.array(z.looseObject({})).nullish(),
  milestone: Nested,
  pull_request: PullRequestMeta.nullish(),
});
export type Issue = z.infer<typeof Issue>;

export const Comment = z.object({
  id: z.number().int(),
  body: z.string(),
  user: User.nullish(),
  html_url: z.string().default(''),
  /** The page of its issue. */
  issue_url: z.string().default(''),
  pull_request_url: z.string().default(''),
  created_at: z.string().default(''),
  updated_at: z.string().default(''),
  original_author: z.string().default(''),
  original_author_id: z.number().int().default(0),
  assets: z.array(z.looseObject({})).nullish(),
});
export type Comment = z.infer<typeof Comment>;

/** What somebody may do in a repository: none, read, write, admin or owner. */
export const CollaboratorAccess = z.object({ permission: z.string(), role_name: z.string().default(''), user: User.nullish() });
export type CollaboratorAccess = z.infer<typeof CollaboratorAccess>;

/** A webhook; its secret and what is sent as `Authorization` are never answered. */
export const Hook = z.object({
  id: z.number().int(),
  name: z.string().default(''),
  type: z.string(),
  branch_filter: z.string().default(''),
  config: z.object({ url: z.string().default(''), content_type: z.string().default('json') }),
  events: z.array(z.string()),
  authorization_header: z.string().default(''),
  active: z.boolean(),
  updated_at: z.string().default(''),
  created_at: z.string().default(''),
});
export type Hook = z.infer<typeof Hook>;

/** What a refusal answers (Gitea's `services/context/api.go`: APIError). */
export const APIError = z.object({ message: z.string(), url: z.string() });

/** A key for SSH; whose it is is told to its person and to administrators. */
export const PublicKey = z.object({
  id: z.number().int(),
  key: z.string(),
  url: z.string().default(''),
  title: z.string().default(''),
  fingerprint: z.string().default(''),
  created_at: z.string().default(''),
  last_used_at: z.string().default(''),
  user: User.optional(),
  key_type: z.string().optional(),
});
export type PublicKey = z.infer<typeof PublicKey>;

/** A program that people may let in; the secret is empty but where it has just been made. */
export const OAuth2Application = z.object({
  id: z.number().int(),
  name: z.string(),
  client_id: z.string(),
  client_secret: z.string(),
  confidential_client: z.boolean(),
  skip_secondary_authorization: z.boolean(),
  redirect_uris: z.array(z.string()),
  created: z.string(),
});
export type OAuth2Application = z.infer<typeof OAuth2Application>;

/** A key that opens one repository. */
export const DeployKey = z.object({
  id: z.number().int(),
  key_id: z.number().int(),
  key: z.string(),
  url: z.string().default(''),
  title: z.string().default(''),
  fingerprint: z.string().default(''),
  created_at: z.string().default(''),
  read_only: z.boolean(),
  repository: Repository.optional(),
});
export type DeployKey = z.infer<typeof DeployKey>;
