import { z } from 'zod';

import { defineOperation } from '@mosaic/contracts/wire';

import { Repository, Team, User } from '../schemas.ts';
import { OrgParams } from './organizations.ts';
import { PagingQuery } from './paging.ts';

/** Parts of a repository by Gitea's names; here code, issues and pulls exist, the others are kept. */
export const TeamUnitName = z.enum(
  [
    'repo.code',
    'repo.issues',
    'repo.pulls',
    'repo.releases',
    'repo.wiki',
    'repo.ext_wiki',
    'repo.ext_issues',
    'repo.projects',
    'repo.packages',
    'repo.actions',
  ],
  'is no part of a repository',
);
const UnitsMap = z.partialRecord(TeamUnitName, z.enum(['none', 'read', 'write', 'admin'], 'is none, read, write or admin'));
const TeamPermission = z.enum(['', 'read', 'write', 'admin'], 'is read, write or admin');
const TeamName = z
  .string()
  .max(190)
  .regex(/^[A-Za-z0-9._-]*$/, 'has letters, digits, ".", "_" and "-" alone');
const Description = z.string().max(255);

const TeamParams = z.object({ id: z.coerce.number<number>().int() });
const TeamMemberParams = TeamParams.extend({ username: z.string() });
const TeamRepositoryParams = TeamParams.extend({ org: z.string(), repo: z.string() });

export const orgListTeams = defineOperation({
  id: 'orgListTeams',
  tag: 'organization',
  summary: 'The teams of an organization, for its members',
  method: 'GET',
  path: '/orgs/{org}/teams',
  params: OrgParams,
  query: PagingQuery,
  answer: z.array(Team),
});

/** Who does not administer all finds the own teams. */
export const teamSearch = defineOperation({
  id: 'teamSearch',
  tag: 'organization',
  summary: 'Teams of an organization by a part of their name',
  method: 'GET',
  path: '/orgs/{org}/teams/search',
  params: OrgParams,
  query: PagingQuery.extend({
    q: z.string().max(200).default(''),
    include_desc: z.stringbool({ truthy: ['true', '1', 't'], falsy: ['false', '0', 'f'] }).default(true),
  }),
  answer: z.object({ ok: z.boolean(), data: z.array(Team) }),
});

/** Without `admin` it needs units: `units` at the permission, or each by itself in `units_map`. */
export const orgCreateTeam = defineOperation({
  id: 'orgCreateTeam',
  tag: 'organization',
  summary: 'Makes a team in an organization',
  method: 'POST',
  path: '/orgs/{org}/teams',
  params: OrgParams,
  body: z.object({
    name: TeamName.min(1),
    description: Description.default(''),
    permission: TeamPermission.default(''),
    units: z.array(TeamUnitName).default([]),
    units_map: UnitsMap.default({}),
    includes_all_repositories: z.boolean().default(false),
    can_create_org_repo: z.boolean().default(false),
  }),
  status: 201,
  answer: Team,
});

export const orgGetTeam = defineOperation({
  id: 'orgGetTeam',
  tag: 'organization',
  summary: 'One team, for who is in it and the owners',
  method: 'GET',
  path: '/teams/{id}',
  params: TeamParams,
  answer: Team,
});

/** Of the team of the owners the description alone changes. */
export const orgEditTeam = defineOperation({
  id: 'orgEditTeam',
  tag: 'organization',
  summary: 'Renames a team, describes it or changes what it may',
  method: 'PATCH',
  path: '/teams/{id}',
  params: TeamParams,
  body: z.object({
    /** Empty: as it is. */
    name: TeamName.default(''),
    description: Description.optional(),
    permission: TeamPermission.default(''),
    units: z.array(TeamUnitName).default([]),
    units_map: UnitsMap.default({}),
    includes_all_repositories: z.boolean().optional(),
    can_create_org_repo: z.boolean().optional(),
  }),
  answer: Team,
});

export const orgDeleteTeam = defineOperation({
  id: 'orgDeleteTeam',
  tag: 'organization',
  summary: 'Deletes a team',
  method: 'DELETE',
  path: '/teams/{id}',
  params: TeamParams,
});

export const orgListTeamMembers = defineOperation({
  id: 'orgListTeamMembers',
  tag: 'organization',
  summary: 'The members of a team',
  method: 'GET',
  path: '/teams/{id}/members',
  params: TeamParams,
  query: PagingQuery,
  answer: z.array(User),
});

export const orgListTeamMember = defineOperation({
  id: 'orgListTeamMember',
  tag: 'organization',
  summary: 'One member of a team',
  method: 'GET',
  path: '/teams/{id}/members/{username}',
  params: TeamMemberParams,
  answer: User,
});

export const orgAddTeamMember = defineOperation({
  id: 'orgAddTeamMember',
  tag: 'organization',
  summary: 'Brings somebody into a team, and with it into the organization',
  method: 'PUT',
  path: '/teams/{id}/members/{username}',
  params: TeamMemberParams,
});

export const orgRemoveTeamMember = defineOperation({
  id: 'orgRemoveTeamMember',
  tag: 'organization',
  summary: 'Removes somebody from a team',
  method: 'DELETE',
  path: '/teams/{id}/members/{username}',
  params: TeamMemberParams,
});

export const orgListTeamRepos = defineOperation({
  id: 'orgListTeamRepos',
  tag: 'organization',
  summary: 'The repositories of a team, as far as the asker may see them',
  method: 'GET',
  path: '/teams/{id}/repos',
  params: TeamParams,
  query: PagingQuery,
  answer: z.array(Repository),
});

export const orgListTeamRepo = defineOperation({
  id: 'orgListTeamRepo',
  tag: 'organization',
  summary: 'One repository of a team',
  method: 'GET',
  path: '/teams/{id}/repos/{org}/{repo}',
  params: TeamRepositoryParams,
  answer: Repository,
});

export const orgAddTeamRepository = defineOperation({
  id: 'orgAddTeamRepository',
  tag: 'organization',
  summary: 'Gives a team a repository, by who administers it',
  method: 'PUT',
  path: '/teams/{id}/repos/{org}/{repo}',
  params: TeamRepositoryParams,
});

export const orgRemoveTeamRepository = defineOperation({
  id: 'orgRemoveTeamRepository',
  tag: 'organization',
  summary: 'Takes a repository from a team',
  method: 'DELETE',
  path: '/teams/{id}/repos/{org}/{repo}',
  params: TeamRepositoryParams,
});

export const userListTeams = defineOperation({
  id: 'userListTeams',
  tag: 'user',
  summary: 'The teams of the person that asks',
  method: 'GET',
  path: '/user/teams',
  query: PagingQuery,
  answer: z.array(Team),
});

const RepositoryTeamParams = z.object({ team: z.string() });

/** 405 where a person owns the repository. */
export const repoListTeams = defineOperation({
  id: 'repoListTeams',
  tag: 'repository',
  summary: 'The teams that have a repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/teams',
  answer: z.array(Team),
  errors: [405],
});

export const repoCheckTeam = defineOperation({
  id: 'repoCheckTeam',
  tag: 'repository',
  summary: 'A team by its name, where it has the repository',
  method: 'GET',
  path: '/repos/{owner}/{repo}/teams/{team}',
  params: RepositoryTeamParams,
  answer: Team,
  errors: [405],
});

export const repoAddTeam = defineOperation({
  id: 'repoAddTeam',
  tag: 'repository',
  summary: 'Gives a repository to a team of its organization',
  method: 'PUT',
  path: '/repos/{owner}/{repo}/teams/{team}',
  params: RepositoryTeamParams,
  errors: [405],
});

export const repoDeleteTeam = defineOperation({
  id: 'repoDeleteTeam',
  tag: 'repository',
  summary: 'Takes a repository from a team',
  method: 'DELETE',
  path: '/repos/{owner}/{repo}/teams/{team}',
  params: RepositoryTeamParams,
  errors: [405],
});
