import { getArchive } from './archive/get.ts';
import { createBranchProtection } from './branch-protection/create.ts';
import { deleteBranchProtection } from './branch-protection/delete.ts';
import { editBranchProtection } from './branch-protection/edit.ts';
import { getBranchProtection } from './branch-protection/get.ts';
import { listBranchProtections } from './branch-protection/list.ts';
import { orderBranchProtections } from './branch-protection/order.ts';
import { createBranch } from './branch/create.ts';
import { deleteBranch } from './branch/delete.ts';
import { getBranch } from './branch/get.ts';
import { listBranches } from './branch/list.ts';
import { deleteCollaborator } from './collaborator/delete.ts';
import { getCollaboratorPermission } from './collaborator/get-permission.ts';
import { getCollaborator } from './collaborator/get.ts';
import { listCollaborators } from './collaborator/list.ts';
import { putCollaborator } from './collaborator/put.ts';
import { compare } from './commit/compare.ts';
import { getCommit } from './commit/get.ts';
import { listCommits } from './commit/list.ts';
import { createFile } from './contents/create.ts';
import { deleteFile } from './contents/delete.ts';
import { getRawFileOrLfs } from './contents/get-media.ts';
import { getRawFile } from './contents/get-raw.ts';
import { getRootContents } from './contents/get-root.ts';
import { getContents } from './contents/get.ts';
import { updateFile } from './contents/update.ts';
import { createRepository } from './create.ts';
import { deleteRepository } from './delete.ts';
import { editRepository } from './edit.ts';
import { createFork } from './fork/create.ts';
import { listForks } from './fork/list.ts';
import { mergeUpstream } from './fork/merge-upstream.ts';
import { getRepositoryById } from './get-by-id.ts';
import { getRepository } from './get.ts';
import { getAnnotatedTag } from './git/get-annotated-tag.ts';
import { getBlob } from './git/get-blob.ts';
import { getRefs } from './git/get-refs.ts';
import { getTree } from './git/get-tree.ts';
import { listRefs } from './git/list-refs.ts';
import { createHook } from './hook/create.ts';
import { deleteHook } from './hook/delete.ts';
import { editHook } from './hook/edit.ts';
import { getHook } from './hook/get.ts';
import { listHooks } from './hook/list.ts';
import { testHook } from './hook/test.ts';
import { DEPLOY_KEY_OPERATIONS } from './key/routes.ts';
import { PULL_OPERATIONS } from './pull/routes.ts';
import { RELEASE_OPERATIONS } from './release/routes.ts';
import { searchRepositories } from './search.ts';
import { createStatus } from './status/create.ts';
import { getCombinedStatus } from './status/get-combined.ts';
import { listCommitStatuses } from './status/list-by-ref.ts';
import { listStatuses } from './status/list.ts';
import { checkRepositoryTeam } from './team/check.ts';
import { deleteRepositoryTeam } from './team/delete.ts';
import { listRepositoryTeams } from './team/list.ts';
import { putRepositoryTeam } from './team/put.ts';
import { createTagProtection } from './tag-protection/create.ts';
import { deleteTagProtection } from './tag-protection/delete.ts';
import { editTagProtection } from './tag-protection/edit.ts';
import { getTagProtection } from './tag-protection/get.ts';
import { listTagProtections } from './tag-protection/list.ts';
import { getTag } from './tag/get.ts';
import { listTags } from './tag/list.ts';
import type { ForgeOperation } from '../../forge-operation.ts';

/** Gitea's operations with the tag "repository". */
import { acceptTransfer } from './transfer/accept.ts';
import { rejectTransfer } from './transfer/reject.ts';
import { transferRepository } from './transfer/start.ts';

export const REPOSITORY_OPERATIONS: readonly ForgeOperation[] = [
  searchRepositories,
  getRepositoryById,
  createRepository,
  getRepository,
  editRepository,
  deleteRepository,
  transferRepository,
  acceptTransfer,
  rejectTransfer,
  listForks,
  createFork,
  mergeUpstream,
  getRawFile,
  getRawFileOrLfs,
  getArchive,
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
  listBranchProtections,
  createBranchProtection,
  orderBranchProtections,
  getBranchProtection,
  editBranchProtection,
  deleteBranchProtection,
  listTags,
  getTag,
  listTagProtections,
  createTagProtection,
  getTagProtection,
  editTagProtection,
  deleteTagProtection,
  listCommits,
  getCommit,
  compare,
  getCombinedStatus,
  listCommitStatuses,
  listStatuses,
  createStatus,
  ...PULL_OPERATIONS,
  ...RELEASE_OPERATIONS,
  listHooks,
  createHook,
  getHook,
  editHook,
  deleteHook,
  testHook,
  ...DEPLOY_KEY_OPERATIONS,
  listCollaborators,
  getCollaborator,
  putCollaborator,
  deleteCollaborator,
  listRepositoryTeams,
  checkRepositoryTeam,
  putRepositoryTeam,
  deleteRepositoryTeam,
  getCollaboratorPermission,
];
