import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { repoGetAllCommits, repoGetCombinedStatusByRef, repoGetSingleCommit } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { commitKeys, type CommitSearch } from './keys.ts';

export const commitsQuery = (owner: string, repo: string, search: CommitSearch) =>
  queryOptions({
    queryKey: commitKeys.list(`${owner}/${repo}`, search),
    queryFn: () => forge.callPage(repoGetAllCommits, { owner, repo, query: { ...search, limit: PAGE_SIZE } }),
    placeholderData: keepPreviousData,
  });

export const commitQuery = (owner: string, repo: string, sha: string) =>
  queryOptions({
    queryKey: commitKeys.one(`${owner}/${repo}`, sha),
    queryFn: async () => orMissing(await forge.callOrNull(repoGetSingleCommit, { owner, repo, sha }), `Commit ${sha.slice(0, 10)}`),
  });

/** The changes of a commit as `git diff` writes them; names of files are bytes. */
export const commitDiffQuery = (owner: string, repo: string, sha: string) =>
  queryOptions({
    queryKey: commitKeys.diff(`${owner}/${repo}`, sha),
    queryFn: async () => orMissing(await forge.commitDiffBytes(owner, repo, sha), `Commit ${sha.slice(0, 10)}`),
    staleTime: Infinity,
  });

export const combinedStatusQuery = (owner: string, repo: string, sha: string) =>
  queryOptions({
    queryKey: commitKeys.checks(`${owner}/${repo}`, sha),
    queryFn: () => forge.callOrNull(repoGetCombinedStatusByRef, { owner, repo, ref: sha }),
  });
