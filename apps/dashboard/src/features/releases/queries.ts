import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { repoGetReleaseByTag, repoListReleases } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { releaseKeys } from './keys.ts';

/** Releases of one page: each shows its notes. */
export const RELEASES_SHOWN = 10;

export const releasesQuery = (owner: string, repo: string, page: number) =>
  queryOptions({
    queryKey: releaseKeys.list(`${owner}/${repo}`, page),
    queryFn: () => forge.callPage(repoListReleases, { owner, repo, query: { page, limit: RELEASES_SHOWN } }),
    placeholderData: keepPreviousData,
  });

export const releaseQuery = (owner: string, repo: string, tag: string) =>
  queryOptions({
    queryKey: releaseKeys.byTag(`${owner}/${repo}`, tag),
    queryFn: async () => orMissing(await forge.callOrNull(repoGetReleaseByTag, { owner, repo, tag }), `A release ${tag}`),
  });
