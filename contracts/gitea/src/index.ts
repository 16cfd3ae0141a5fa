export type { CallOptions } from './calls.ts';
export { createGiteaClient, type GiteaClient, type NewRepository } from './client.ts';
export { compileGlob, type GlobBudget, isGlob } from './glob.ts';
export * from './operations/index.ts';
export { OAUTH_PATHS } from './oauth-paths.ts';
export { PullRequestPayload, PushPayload, RefPayload, ReleasePayload } from './payloads.ts';
export { BranchProtection, TagProtection } from './protection-schemas.ts';
export { ChangedFile, PullRequest } from './pull-schemas.ts';
export { Attachment, Release } from './release-schemas.ts';
export { requestMembers, type RequestMembers } from './request-members.ts';
export { PullReview, PullReviewComment, ReviewState } from './review-schemas.ts';
export { GITEA_REQUIREMENTS, type GiteaRequirement } from './requirements.ts';
export {
  AnnotatedTag,
  APIError,
  Branch,
  CombinedStatus,
  Comment,
  Commit,
  CommitStatus,
  ContentsEntry,
  FileCommit,
  FileResponse,
  GitBlob,
  GitTree,
  Hook,
  Identity,
  Issue,
  IssueLabel,
  IssueState,
  OAuth2Application,
  Organization,
  OrganizationPermissions,
  PayloadCommit,
  Permissions,
  Reference,
  Repository,
  SearchResult,
  StatusState,
  Tag,
  Team,
  User,
  Version,
} from './schemas.ts';
export { unservedOperations, UPSTREAM_OPERATIONS } from './upstream-operations.ts';
