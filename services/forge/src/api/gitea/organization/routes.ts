import type { ForgeOperation } from '../../forge-operation.ts';
import { createOrg } from './create.ts';
import { createOrgRepository, createOrgRepositoryFormerly } from './create-repository.ts';
import { deleteOrg } from './delete.ts';
import { editOrg } from './edit.ts';
import { getOrg } from './get.ts';
import { getUserPermissions } from './get-user-permissions.ts';
import { listMyOrgs } from './list-mine.ts';
import { listUserOrgs } from './list-of-user.ts';
import { listOrgRepositories } from './list-repositories.ts';
import { listOrgs } from './list.ts';
import { checkMember } from './member/check.ts';
import { checkPublicMember } from './member/check-public.ts';
import { concealMember } from './member/conceal.ts';
import { deleteMember } from './member/delete.ts';
import { listMembers } from './member/list.ts';
import { listPublicMembers } from './member/list-public.ts';
import { publicizeMember } from './member/publicize.ts';
import { renameOrg } from './rename.ts';
import { addTeamMember } from './team/add-member.ts';
import { addTeamRepository } from './team/add-repository.ts';
import { createTeam } from './team/create.ts';
import { deleteTeam } from './team/delete.ts';
import { editTeam } from './team/edit.ts';
import { getTeamMember } from './team/get-member.ts';
import { getTeamRepository } from './team/get-repository.ts';
import { getTeam } from './team/get.ts';
import { listTeamMembers } from './team/list-members.ts';
import { listTeamRepositories } from './team/list-repositories.ts';
import { listTeams } from './team/list.ts';
import { removeTeamMember } from './team/remove-member.ts';
import { removeTeamRepository } from './team/remove-repository.ts';
import { searchTeams } from './team/search.ts';

/** Gitea's operations with the tag "organization". */
export const ORGANIZATION_OPERATIONS: readonly ForgeOperation[] = [
  listOrgs,
  createOrg,
  getOrg,
  editOrg,
  deleteOrg,
  renameOrg,
  listOrgRepositories,
  createOrgRepository,
  createOrgRepositoryFormerly,
  listMyOrgs,
  listUserOrgs,
  getUserPermissions,
  listMembers,
  checkMember,
  deleteMember,
  listPublicMembers,
  checkPublicMember,
  publicizeMember,
  concealMember,
  listTeams,
  searchTeams,
  createTeam,
  getTeam,
  editTeam,
  deleteTeam,
  listTeamMembers,
  getTeamMember,
  addTeamMember,
  removeTeamMember,
  listTeamRepositories,
  getTeamRepository,
  addTeamRepository,
  removeTeamRepository,
];
