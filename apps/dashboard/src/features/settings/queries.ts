import { queryOptions, useQueryClient } from '@tanstack/react-query';

import {
  orgGet,
  repoGetCombinedStatusByRef,
  repoListBranchProtection,
  repoListCollaborators,
  repoListTagProtection,
  repoListTeams,
  type Repository,
} from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { refKeys } from '../refs/keys.ts';
import { settingsKeys } from './keys.ts';

/** In the order in which they count. */
export const branchRulesQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: settingsKeys.branchRules(`${owner}/${repo}`),
    queryFn: () => forge.call(repoListBranchProtection, { owner, repo }),
  });

export const tagRulesQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: settingsKeys.tagRules(`${owner}/${repo}`),
    queryFn: () => forge.call(repoListTagProtection, { owner, repo }),
  });

/** Names of those who work on it, for whoever picks some. */
export const workersQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: settingsKeys.people(`${owner}/${repo}`),
    queryFn: async () => (await forge.call(repoListCollaborators, { owner, repo, query: { limit: 50 } })).map(({ login }) => login),
  });

/** Names of the teams that have it; the repository of a person has none. */
export const teamNamesQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: settingsKeys.teams(`${owner}/${repo}`),
    queryFn: async () =>
      (await forge.callOrNull(orgGet, { org: owner })) === null
        ? null
        : (await forge.call(repoListTeams, { owner, repo })).map(({ name }) => name),
  });

/** Contexts that the default branch's last commit has. */
export const checkNamesQuery = ({ owner: { login: owner }, name: repo, default_branch: ref, empty }: Repository) =>
  queryOptions({
    queryKey: settingsKeys.checks(`${owner}/${repo}`, ref),
    queryFn: async () =>
      empty
        ? []
        : ((await forge.callOrNull(repoGetCombinedStatusByRef, { owner, repo, ref }))?.statuses ?? []).map(({ context }) => context),
  });

/** After one's own write: no event tells of rules. Branches say which one counts for them. */
export function useRulesChanged(repository: string): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await Promise.all([settingsKeys.of(repository), refKeys.of(repository)].map((queryKey) => client.invalidateQueries({ queryKey })));
  };
}
