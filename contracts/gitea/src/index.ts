export type { CallOptions } from './calls.ts';
export { createGiteaClient, type GiteaClient, type NewRepository } from './client.ts';
export type { ContentCalls, FileChange } from './client-contents.ts';
export * from './operations/index.ts';
export { PushPayload, RefPayload } from './payloads.ts';
export { requestMembers, type RequestMembers } from './request-members.ts';
export { REQUIREMENTS, type Requirement, type RequirementId } from './requirements.ts';
export {
  Branch,
  CombinedStatus,
  Comment,
  Commit,
  CommitStatus,
  ContentsEntry,
  FileResponse,
  Hook,
  Identity,
  Issue,
  IssueLabel,
  IssueState,
  PayloadCommit,
  Permissions,
  Repository,
  SearchResult,
  StatusState,
  Tag,
  User,
  Version,
} from './schemas.ts';
