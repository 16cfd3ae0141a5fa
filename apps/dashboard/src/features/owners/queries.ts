import { keepPreviousData, queryOptions, useQueryClient } from '@tanstack/react-query';

import {
  orgGet,
  orgGetTeam,
  orgGetUserPermissions,
  orgListMembers,
  orgListTeamMembers,
  orgListTeamRepos,
  orgListTeams,
} from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { ownerKeys } from './keys.ts';

/** The organization of that name; null for a person. */
export const organizationQuery = (org: string) =>
  queryOptions({ queryKey: ownerKeys.one(org), queryFn: () => forge.callOrNull(orgGet, { org }) });

/** What the reader may do in it. */
export const placeQuery = (org: string, login: string) =>
  queryOptions({
    queryKey: ownerKeys.place(org, login),
    queryFn: () => forge.call(orgGetUserPermissions, { org, username: login }),
  });

/** Those of its people that the reader may know of. */
export const membersQuery = (org: string, page: number) =>
  queryOptions({
    queryKey: ownerKeys.members(org, page),
    queryFn: () => forge.callPage(orgListMembers, { org, query: { page, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

export const teamsQuery = (org: string, page: number) =>
  queryOptions({
    queryKey: ownerKeys.teams(org, page),
    queryFn: () => forge.callPage(orgListTeams, { org, query: { page, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

export const teamQuery = (org: string, id: number) =>
  queryOptions({ queryKey: ownerKeys.team(org, id), queryFn: () => forge.call(orgGetTeam, { id }) });

export const teamMembersQuery = (org: string, id: number, page: number) =>
  queryOptions({
    queryKey: ownerKeys.teamMembers(org, id, page),
    queryFn: () => forge.callPage(orgListTeamMembers, { id, query: { page, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

export const teamRepositoriesQuery = (org: string, id: number, page: number) =>
  queryOptions({
    queryKey: ownerKeys.teamRepositories(org, id, page),
    queryFn: () => forge.callPage(orgListTeamRepos, { id, query: { page, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

/** After one's own write: no event tells of organizations and teams. */
export function useOrganizationChanged(org: string): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: ownerKeys.of(org) });
}
