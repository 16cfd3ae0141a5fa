import { compare } from './compare.ts';
import { createBranch } from './create-branch.ts';
import { createComment } from './create-comment.ts';
import { createFile } from './create-file.ts';
import { createHook } from './create-hook.ts';
import { createIssue } from './create-issue.ts';
import { createRepository } from './create-repository.ts';
import { createStatus } from './create-status.ts';
import { deleteBranch } from './delete-branch.ts';
import { deleteCollaborator } from './delete-collaborator.ts';
import { deleteComment } from './delete-comment.ts';
import { deleteFile } from './delete-file.ts';
import { deleteHook } from './delete-hook.ts';
import { deleteRepository } from './delete-repository.ts';
import { deliverEvent } from './deliver-event.ts';
import { editComment } from './edit-comment.ts';
import { editHook } from './edit-hook.ts';
import { editIssue } from './edit-issue.ts';
import { editRepository } from './edit-repository.ts';
import { getAnnotatedTag } from './get-annotated-tag.ts';
import { getApiSettings } from './get-api-settings.ts';
import { getBlob } from './get-blob.ts';
import { getBranch } from './get-branch.ts';
import { getCollaborator } from './get-collaborator.ts';
import { getCollaboratorPermission } from './get-collaborator-permission.ts';
import { getCombinedStatus } from './get-combined-status.ts';
import { getCommit } from './get-commit.ts';
import { getContents } from './get-contents.ts';
import { getCurrentUser } from './get-current-user.ts';
import { getHook } from './get-hook.ts';
import { getIssue } from './get-issue.ts';
import { getLabel } from './get-label.ts';
import { getOrg } from './get-org.ts';
import { getRawFile } from './get-raw-file.ts';
import { getRefs } from './get-refs.ts';
import { getRepository } from './get-repository.ts';
import { getRepositoryById } from './get-repository-by-id.ts';
import { getRootContents } from './get-root-contents.ts';
import { getTag } from './get-tag.ts';
import { getTree } from './get-tree.ts';
import { getUser } from './get-user.ts';
import { getVersion } from './get-version.ts';
import { listBranches } from './list-branches.ts';
import { listCollaborators } from './list-collaborators.ts';
import { listComments } from './list-comments.ts';
import { listCommitStatuses } from './list-commit-statuses.ts';
import { listCommits } from './list-commits.ts';
import { listDamaged } from './list-damaged.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listHooks } from './list-hooks.ts';
import { listIssues } from './list-issues.ts';
import { listLabels } from './list-labels.ts';
import { listMyRepositories } from './list-my-repositories.ts';
import { listPulls } from './list-pulls.ts';
import { listRefs } from './list-refs.ts';
import { listStatuses } from './list-statuses.ts';
import { listTags } from './list-tags.ts';
import { listUserOrgs } from './list-user-orgs.ts';
import { listUserRepositories } from './list-user-repositories.ts';
import { locate } from './locate.ts';
import { putCollaborator } from './put-collaborator.ts';
import { searchCode } from './search-code.ts';
import { searchRepositories } from './search-repositories.ts';
import { testHook } from './test-hook.ts';
import { updateFile } from './update-file.ts';
import type { ForgeOperation } from './forge-operation.ts';

/** Gitea's contract, below /api/v1. */
export const GITEA_OPERATIONS: readonly ForgeOperation[] = [
  getVersion,
  getApiSettings,
  getCurrentUser,
  getUser,
  listUserOrgs,
  getOrg,
  listMyRepositories,
  listUserRepositories,
  searchRepositories,
  getRepositoryById,
  createRepository,
  getRepository,
  editRepository,
  deleteRepository,
  getRawFile,
  getContents,
  getRootContents,
  createFile,
  updateFile,
  deleteFile,
  getTree,
  getBlob,
  getAnnotatedTag,
  listRefs,
  getRefs,
  listBranches,
  getBranch,
  createBranch,
  deleteBranch,
  listTags,
  getTag,
  listCommits,
  getCommit,
  compare,
  getCombinedStatus,
  listCommitStatuses,
  listStatuses,
  createStatus,
  listIssues,
  createIssue,
  getIssue,
  editIssue,
  listComments,
  createComment,
  editComment,
  deleteComment,
  listLabels,
  getLabel,
  listPulls,
  listHooks,
  createHook,
  getHook,
  editHook,
  deleteHook,
  testHook,
  listCollaborators,
  getCollaborator,
  putCollaborator,
  deleteCollaborator,
  getCollaboratorPermission,
];

/** What no upstream contract covers. */
export const NATIVE_OPERATIONS: readonly ForgeOperation[] = [searchCode, locate, listDamaged, listDeliveries, deliverEvent];
