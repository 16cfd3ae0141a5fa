import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { isWireStatus } from '@mosaic/contracts/woodpecker';
import type { Journey } from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { accounts, callMcp, ci, ciExtras, forge } from './clients.ts';
import { resolveRefPath } from './ref-path.ts';
import { MissingError } from './failure.ts';

export type JourneyView = z.infer<typeof Journey>;

/** How often something that moves is read again, ms; streams make it sooner where there is one. */
const MOVING_MS = 1000;
const PAGE = 50;

function orMissing<T>(value: T | null, what: string): T {
  if (value === null) throw new MissingError(what);
  return value;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await accounts.getSession();
    } catch (error) {
      if (isWireStatus(error, 401)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async ({ signal }) => (await callMcp('tony_project_list', {}, signal)).projects,
});

export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: ['projects', project],
    queryFn: async ({ signal }) => (await callMcp('tony_project_get', { project }, signal)).project,
  });

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: async ({ signal }) => (await callMcp('tony_agent_list', {}, signal)).agents,
  refetchInterval: 10_000,
});

export const tasksQuery = (filter: { project?: string } = {}) =>
  queryOptions({
    queryKey: ['tasks', filter],
    queryFn: async ({ signal }) => (await callMcp('task_list', { ...filter, limit: PAGE }, signal)).tasks,
  });

/** By the id in its project, as addresses have it, or by its key. */
export const taskQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['tasks', project, id],
    queryFn: async ({ signal }) => (await callMcp('task_get', id.startsWith('T.') ? { project, id } : { key: id }, signal)).task,
    refetchInterval: ({ state }) => (state.data?.state === 'ready' || state.data?.state === 'in_progress' ? MOVING_MS : false),
  });

export const deploymentsQuery = (filter: { project?: string; environment?: string; repository?: string } = {}) =>
  queryOptions({
    queryKey: ['deployments', filter],
    queryFn: async ({ signal }) => (await callMcp('deployment_list', { ...filter, limit: PAGE }, signal)).deployments,
  });

export const deploymentQuery = (id: number) =>
  queryOptions({
    queryKey: ['deployment', id],
    queryFn: async ({ signal }) => (await callMcp('deployment_get', { id }, signal)).deployment,
    refetchInterval: ({ state }) => (state.data?.state === 'requested' || state.data?.state === 'running' ? MOVING_MS : false),
  });

export const isMoving = (journey: JourneyView): boolean => journey.hops.some(({ state }) => state === 'waiting' || state === 'running');

export const journeysQuery = (filter: { project?: string; repository?: string; limit?: number } = {}) =>
  queryOptions({
    queryKey: ['journeys', filter],
    queryFn: async ({ signal }) => (await callMcp('journey_list', { limit: PAGE, ...filter }, signal)).journeys,
    refetchInterval: ({ state }) => (state.data?.some(isMoving) === true ? MOVING_MS : false),
  });

/** The newest journeys, as home and palette read them. */
export const homeJourneysQuery = journeysQuery({ limit: 50 });

/** By trace id or by commit SHA. */
export const journeyQuery = (id: string) =>
  queryOptions({
    queryKey: ['journey', id],
    queryFn: async ({ signal }) => (await callMcp('journey_get', { id }, signal)).journey,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? MOVING_MS : false),
    retry: false,
  });

export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: ({ signal }) => callMcp('inbox_list', { limit: 100 }, signal),
});

export const repositoriesQuery = ({ q, page }: NameFilter) =>
  queryOptions({
    queryKey: ['repositories', q, page],
    queryFn: () => forge.searchRepositories({ page, limit: PAGE, ...(q === '' ? {} : { q }) }),
    placeholderData: keepPreviousData,
  });

export const ownRepositoriesQuery = (owner: string, page: number) =>
  queryOptions({
    queryKey: ['repositories of', owner, page],
    queryFn: () => forge.listUserRepositories(owner, { page, limit: PAGE }),
    placeholderData: keepPreviousData,
  });

export const repositoryQuery = (owner: string, repo: string) =>
  queryOptions({
    queryKey: ['repository', owner, repo],
    queryFn: async () => orMissing(await forge.getRepository(owner, repo), `${owner}/${repo}`),
  });

/** One page of what has a name. */
export interface NameFilter {
  /** Part of the name; "" for all. */
  q: string;
  page: number;
}

export const branchesQuery = (owner: string, repo: string, { q, page }: NameFilter) =>
  queryOptions({
    queryKey: ['branches', owner, repo, q, page],
    queryFn: () => forge.branches(owner, repo, { page, limit: PAGE, ...(q === '' ? {} : { q }) }),
    placeholderData: keepPreviousData,
  });

export const tagsQuery = (owner: string, repo: string, { q, page }: NameFilter) =>
  queryOptions({
    queryKey: ['tags', owner, repo, q, page],
    queryFn: () => forge.tags(owner, repo, { page, limit: PAGE, ...(q === '' ? {} : { q }) }),
    placeholderData: keepPreviousData,
  });

export const tagQuery = (owner: string, repo: string, tag: string) =>
  queryOptions({ queryKey: ['tag', owner, repo, tag], queryFn: () => forge.tag(owner, repo, tag) });

/** What an address below `/src/` or `/commits/` names, and its commit; null when there is no such ref. */
export const refQuery = (owner: string, repo: string, splat: string, defaultBranch: string) =>
  queryOptions({
    queryKey: ['ref', owner, repo, splat, defaultBranch],
    queryFn: () =>
      resolveRefPath(splat, defaultBranch, async (kind, name) => {
        if (kind === 'branch') return (await forge.branch(owner, repo, name))?.commit.id ?? null;
        if (kind === 'tag') return (await forge.tag(owner, repo, name))?.commit.sha || null;
        return (await forge.commit(owner, repo, name))?.sha ?? null;
      }),
  });

export const contentsQuery = (owner: string, repo: string, at: { path: string; ref: string }) =>
  queryOptions({
    queryKey: ['contents', owner, repo, at],
    queryFn: async () => orMissing(await forge.contents(owner, repo, at.path, at.ref), at.path === '' ? `The commit ${at.ref}` : at.path),
  });

export const rawFileQuery = (owner: string, repo: string, at: { path: string; ref: string }) =>
  queryOptions({
    queryKey: ['raw', owner, repo, at],
    queryFn: async () => orMissing(await forge.rawFile(owner, repo, at.path, at.ref), at.path),
  });

export const commitsQuery = (owner: string, repo: string, search: { sha: string; page: number; path?: string }) =>
  queryOptions({
    queryKey: ['commits', owner, repo, search],
    queryFn: () => forge.commits(owner, repo, { ...search, limit: PAGE }),
    placeholderData: keepPreviousData,
  });

export const commitQuery = (owner: string, repo: string, sha: string) =>
  queryOptions({
    queryKey: ['commit', owner, repo, sha],
    queryFn: async () => orMissing(await forge.commit(owner, repo, sha), `Commit ${sha.slice(0, 10)}`),
  });

export const combinedStatusQuery = (owner: string, repo: string, ref: string) =>
  queryOptions({ queryKey: ['status', owner, repo, ref], queryFn: () => forge.combinedStatus(owner, repo, ref) });

export const issuesQuery = (owner: string, repo: string, state: 'open' | 'closed') =>
  queryOptions({
    queryKey: ['issues', owner, repo, state],
    queryFn: () => forge.listIssues(owner, repo, { state, limit: PAGE }),
  });

export const issueQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: ['issue', owner, repo, number],
    queryFn: async () => orMissing(await forge.getIssue(owner, repo, number), `Issue #${number}`),
  });

export const commentsQuery = (owner: string, repo: string, number: number) =>
  queryOptions({ queryKey: ['comments', owner, repo, number], queryFn: () => forge.listComments(owner, repo, number) });

/** The CI server's row of a repository; null while CI has not been enabled. */
export const ciRepoQuery = (owner: string, repo: string) =>
  queryOptions({ queryKey: ['ci-repo', owner, repo], queryFn: () => ci.lookupRepo(`${owner}/${repo}`), staleTime: 30_000 });

export const pipelinesQuery = (owner: string, repo: string, perPage = PAGE) =>
  queryOptions({
    queryKey: ['pipelines', `${owner}/${repo}`, perPage],
    queryFn: async ({ client }) => {
      const row = await client.fetchQuery(ciRepoQuery(owner, repo));
      return row === null ? [] : ci.listPipelines(row.id, { perPage });
    },
  });

export const pipelineQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: ['pipeline', `${owner}/${repo}`, number],
    queryFn: async ({ client }) => {
      const row = orMissing(await client.fetchQuery(ciRepoQuery(owner, repo)), `CI of ${owner}/${repo}`);
      return orMissing(await ci.getPipeline(row.id, number), `Pipeline #${number}`);
    },
  });

export const artifactsQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: ['artifacts', `${owner}/${repo}`, number],
    queryFn: () => ciExtras.listArtifacts(`${owner}/${repo}`, number),
  });

export const systemQuery = queryOptions({
  queryKey: ['system'],
  queryFn: () => accounts.getSystem(),
  refetchInterval: 15_000,
  retry: false,
});

export const principalsQuery = queryOptions({ queryKey: ['principals'], queryFn: () => accounts.listPrincipals(), retry: false });
export const tokensQuery = (login?: string) =>
  queryOptions({ queryKey: ['tokens', login ?? ''], queryFn: () => accounts.listTokens(login), retry: false });
