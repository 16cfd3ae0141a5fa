import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query';

import { repoGetContents, repoSearch, userListRepos } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { type NameFilter, namesQuery, PAGE_SIZE } from '../../api/paging.ts';
import { repositoryKeys } from './keys.ts';

export const repositoriesQuery = (filter: NameFilter) =>
  queryOptions({
    queryKey: repositoryKeys.search(filter),
    queryFn: () => forge.callPage(repoSearch, { query: namesQuery(filter) }),
    placeholderData: keepPreviousData,
  });

export const ownRepositoriesQuery = (owner: string, page: number) =>
  queryOptions({
    queryKey: repositoryKeys.ofOwner(owner, page),
    queryFn: () => forge.callPage(userListRepos, { username: owner, query: { page, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

export const repositoryQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: repositoryKeys.one(`${owner}/${repo}`),
    queryFn: async () => orMissing(await forge.getRepository(owner, repo), `${owner}/${repo}`),
  });

/** Whether the reader may push to "owner/name"; the forge alone knows. False until it has answered. */
export function useMayPush(repository: string): boolean {
  const [owner = '', repo = ''] = repository.split('/');
  return useQuery(repositoryQuery(owner, repo)).data?.permissions?.push === true;
}

export const contentsQuery = (owner: string, repo: string, at: { path: string; ref: string }) =>
  queryOptions({
    queryKey: repositoryKeys.contents(`${owner}/${repo}`, at),
    queryFn: async () => {
      const found = await forge.callOrNull(repoGetContents, { owner, repo, filepath: at.path, query: { ref: at.ref } });
      return orMissing(found, at.path === '' ? `The commit ${at.ref}` : at.path);
    },
  });
