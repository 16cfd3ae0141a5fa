export { checkGitVersion, MINIMUM_GIT_VERSION } from './process/git-version.ts';
export { run, type RunOptions, type RunResult } from './process/run.ts';
export { stream, type GitProcess, type StreamOptions } from './process/git-process.ts';
export { gitError, type GitExit } from './process/git-error.ts';
export { endOrphans } from './process/end-orphans.ts';

export { isBranchName, isRefName, splitRefName } from './names/ref-name.ts';
export { isRepositoryName } from './names/repository-name.ts';
export { isObjectId, isZeroId, ZERO_ID, type ObjectFormat } from './names/object-id.ts';
export { checkTreePath } from './names/tree-path.ts';

export { GitEngine, type Repository } from './repository/repository.ts';
export { createBareRepository } from './repository/create.ts';
export { copyObjects, type CopyObjects } from './repository/copy-objects.ts';
export { readTogether } from './repository/read-together.ts';
export { forkRepository, type ForkRequest } from './repository/fork.ts';
export { estimateClutter, maintainRepository, repositorySize, type Clutter, type RepositorySize } from './repository/maintain.ts';
export { clearLeftovers, clearTemporaryPacks } from './repository/clear-leftovers.ts';
export { isWhole } from './repository/is-whole.ts';
export { clearRefLocks } from './repository/clear-ref-locks.ts';
export { isDamaged } from './objects/damaged.ts';
export type { ObjectPoolOptions } from './objects/object-pool.ts';

export {
  defaultBranch,
  hasRefs,
  listRefs,
  countRefs,
  readRefsBesideDamage,
  type DamagedRef,
  type ListedRef,
  readRefs,
  requireCommit,
  requireRevision,
  resolveCommit,
  resolveRevision,
  setDefaultBranch,
  type Ref,
  type Revision,
} from './refs/read-refs.ts';
export { branchRef, createBranch, deleteBranch, updateRefs, type RefChange, type UpdateRefsOptions } from './refs/update-refs.ts';
export { writeTag, type NewTag } from './refs/write-tag.ts';
export { reflogEntries, refMoved, refsMoved, type Moved, type ReflogEntry } from './refs/reflog.ts';

export { countCommits, getCommit, getTag, isAncestor, log, logPage, mergeBase, type LogOptions } from './history/commits.ts';
export type { AnnotatedTag, Commit, Signature } from './objects/parse-commit.ts';
export { changedBetween, changedFiles, type ChangedFiles } from './history/changed-files.ts';
export { blobHunks, type Hunk } from './history/blob-hunks.ts';
export { commitDiff, commitPatch, diff, rangePatch, type Diff, type DiffOptions } from './history/diff.ts';
export { fileChanges, type FileChanged, type FileChanges, type FileSide } from './history/file-changes.ts';
export { fileDiff, type FileDiffRequest } from './history/file-diff.ts';
export { isSameChange, type Change } from './history/same-change.ts';
export { lastCommits, type LastCommitsOptions } from './history/last-commits.ts';

export { entryAt, listTree, pageTree, treeId, type TreeEntry, type TreePage } from './content/tree.ts';
export type { TreeEntryKind } from './objects/parse-tree.ts';
export { attributeOf } from './content/attributes.ts';
export { submoduleUrls } from './content/submodules.ts';
export { blobAt, blobSize, isBinary, openFile, readBlob, readFile, readFileAt, SNIFFED_BYTES, type FileAt } from './content/blob.ts';
export { archive, ARCHIVE_FORMATS, bundle, type ArchiveFormat } from './content/archive.ts';
export { grep, type GrepMatch, type GrepOptions } from './content/grep.ts';
export { commitFiles, type CommitFilesRequest, type CommitFilesResult, type FileChange, type Person } from './content/commit-files.ts';

export { merge, tryMerge, type Mergeability, type MergeRequest, type MergeStyle } from './merge/merge.ts';
export type { MergeOutcome } from './merge/outcome.ts';

export { advertiseV2, acceptedGitProtocol, speaksV2 } from './wire/advertise-v2.ts';
export { decodePkts, encodePkt, FLUSH_PKT, PktDecoder, type Pkt } from './wire/pkt-line.ts';
export { narrowPush, readPushRequest, withoutPack, type PushCommand, type PushLimits, type PushRequest } from './wire/push-request.ts';
export { DISK_FULL, failPush, parseReportStatus, refusePush, type RefStatus, type ReportStatus } from './wire/report-status.ts';
export type { CheckPush, IncomingObjects } from './wire/check-push.ts';
export { holdReport, type Settle, type Settled } from './wire/hold-report.ts';
export { requestBody } from './wire/request-body.ts';
export { serveSession } from './wire/serve-session.ts';
export { RequestReader } from './wire/request-reader.ts';
export { writeTo } from './wire/move-bytes.ts';
export {
  advertiseRefs,
  failFetch,
  infoRefs,
  receivePack,
  uploadPack,
  type FetchOutcome,
  type GitService,
  type PushOutcome,
  type ReceivePackOptions,
  type RepositoryFolder,
  type WireOptions,
} from './wire/smart-http.ts';
