import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { FINAL_STATUSES, type Pipeline, getRepoPipeline, getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';

import { ci, ciExtras } from '../../api/clients.ts';
import { orMissing } from '../../api/failure.ts';
import { PAGE_SIZE } from '../../api/paging.ts';
import { pipelineKeys } from './keys.ts';

/** How often a moving pipeline is read again, should the stream miss a change, ms. */
const MISSED_MS = 5000;

export const isMoving = ({ status }: Pipeline): boolean => !FINAL_STATUSES.has(status);

/** The CI server's row of a repository; null while CI has not been enabled. */
export const ciRepoQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: pipelineKeys.ciRepository(`${owner}/${repo}`),
    queryFn: () => ci.callOrNull(getReposLookup, { repo_full_name: `${owner}/${repo}` }),
    staleTime: 30_000,
  });

export const pipelinesQuery = (owner: string, repo: string, { page = 1, perPage = PAGE_SIZE }: { page?: number; perPage?: number } = {}) =>
  queryOptions({
    queryKey: pipelineKeys.list(`${owner}/${repo}`, { page, perPage }),
    queryFn: async ({ client }) => {
      const row = await client.fetchQuery(ciRepoQuery(owner, repo));
      return row === null ? { items: [], total: 0 } : ci.callPage(getRepoPipelines, { repo_id: row.id, query: { page, perPage } });
    },
    placeholderData: keepPreviousData,
  });

export const pipelineQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: pipelineKeys.one(`${owner}/${repo}`, number),
    queryFn: async ({ client }) => {
      const row = orMissing(await client.fetchQuery(ciRepoQuery(owner, repo)), `CI of ${owner}/${repo}`);
      return orMissing(await ci.callOrNull(getRepoPipeline, { repo_id: row.id, pipeline_number: number }), `Pipeline #${number}`);
    },
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? MISSED_MS : false),
  });

export const artifactsQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: pipelineKeys.artifacts(`${owner}/${repo}`, number),
    queryFn: () => ciExtras.listArtifacts(`${owner}/${repo}`, number),
  });
