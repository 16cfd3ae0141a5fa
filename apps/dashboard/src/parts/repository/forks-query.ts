import { queryOptions } from '@tanstack/react-query';

import { listForks, orgListCurrentUserOrgs, type Repository } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { repositoryKeys } from '../../features/repositories/keys.ts';
import { parentOf } from './parent-of.ts';

/** Repositories that one and its forks come from or go to, itself first: of each the oldest 50 forks. */
export const familyQuery = (repository: Repository) =>
  queryOptions({
    queryKey: repositoryKeys.family(repository.full_name),
    queryFn: async () => {
      const parent = parentOf(repository);
      const origins = [repository, ...(parent === null ? [] : [parent])];
      const forks = await Promise.all(origins.map(forksOf));
      const all = [...origins, ...forks.flat()];
      return all.filter(({ id }, at) => all.findIndex((one) => one.id === id) === at);
    },
  });

/** Under whose names the reader might make a fork, themselves first: the first 50 organizations that they are in. */
export const forkOwnersQuery = (login: string) =>
  queryOptions({
    queryKey: repositoryKeys.forkOwners(login),
    queryFn: async () => {
      const organizations = await forge.call(orgListCurrentUserOrgs, { query: { limit: PAGE_SIZE } });
      return [login, ...organizations.map(({ name }) => name)];
    },
  });

async function forksOf({ owner, name }: Repository): Promise<Repository[]> {
  return (await forge.callOrNull(listForks, { owner: owner.login, repo: name, query: { limit: PAGE_SIZE } })) ?? [];
}
