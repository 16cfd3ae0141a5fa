import { infiniteQueryOptions, keepPreviousData, queryOptions, type InfiniteData } from '@tanstack/react-query';

import {
  issueGetComments,
  issueGetIssue,
  issueListIssues,
  repoGetAllCommits,
  repoGetBranch,
  repoGetContents,
  repoGetCombinedStatusByRef,
  repoGetSingleCommit,
  repoGetTag,
  repoListBranches,
  repoListTags,
  repoSearch,
  userListRepos,
} from '@mosaic/contracts/gitea';
import { isWireStatus } from '@mosaic/contracts/woodpecker';
import {
  deploymentGet,
  deploymentList,
  getSession,
  getSystem,
  inboxList,
  type Journey,
  journeyGet,
  journeyList,
  listPrincipals,
  listTokens,
  pagesOf,
  type Project,
  taskGet,
  taskList,
  tonyAgentList,
  tonyProjectGet,
  tonyProjectList,
  type ToolDatum,
  type ToolInput,
  type ToolOutput,
} from '@mosaic/contracts/mosaic';
import type { z } from 'zod';

import { PAGE_SIZE } from '../parts/page-size.ts';
import { accounts, callMcp, ci, ciExtras, forge } from './clients.ts';
import { resolveRefPath } from './ref-path.ts';
import { MissingError } from './failure.ts';

export type JourneyView = z.infer<typeof Journey>;

/** How often something that moves is read again, ms; streams make it sooner where there is one. */
const MOVING_MS = 1000;
const PAGE = PAGE_SIZE;
/** Rows that a tool answers at most. */
const MOST = 200;

function orMissing<T>(value: T | null, what: string): T {
  if (value === null) throw new MissingError(what);
  return value;
}

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => {
    try {
      return await accounts.call(getSession, {});
    } catch (error) {
      if (isWireStatus(error, 401)) return null;
      throw error;
    }
  },
  staleTime: 60_000,
});

/** Tools that answer a page and, as `next`, where to go on. */
type ListTool = ToolDatum<string, z.ZodObject, z.ZodObject<{ next: z.ZodNullable<z.ZodString> }>>;

/** A list that goes on by a cursor: the first page, and each further one when the reader asks for more. */
function listQuery<D extends ListTool>(tool: D, key: string, filter: Omit<ToolInput<D>, 'cursor'>) {
  return infiniteQueryOptions({
    queryKey: [key, 'list', filter] as const,
    queryFn: ({ pageParam, signal }) =>
      callMcp(tool, { limit: PAGE, ...filter, ...(pageParam === null ? {} : { cursor: pageParam }) } as ToolInput<D>, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: ToolOutput<D> & { next: string | null }) => next,
  });
}

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: async ({ signal }) => {
    const all: Project[] = [];
    for await (const { projects } of pagesOf((cursor) => callMcp(tonyProjectList, { cursor }, signal))) all.push(...projects);
    return all;
  },
});

export const projectQuery = (project: string) =>
  queryOptions({
    queryKey: ['projects', project],
    queryFn: async ({ signal }) => (await callMcp(tonyProjectGet, { project }, signal)).project,
  });

export const agentsQuery = queryOptions({
  queryKey: ['agents'],
  queryFn: async ({ signal }) => (await callMcp(tonyAgentList, {}, signal)).agents,
  refetchInterval: 10_000,
});

export const tasksQuery = (filter: { project?: string } = {}) => listQuery(taskList, 'tasks', filter);

/** By the id in its project, as addresses have it, or by its key. */
export const taskQuery = (project: string, id: string) =>
  queryOptions({
    queryKey: ['tasks', project, id],
    queryFn: async ({ signal }) => (await callMcp(taskGet, id.startsWith('T.') ? { project, id } : { key: id }, signal)).task,
    refetchInterval: ({ state }) => (state.data?.state === 'ready' || state.data?.state === 'in_progress' ? MOVING_MS : false),
  });

export const deploymentsQuery = (filter: { project?: string; environment?: string } = {}) =>
  listQuery(deploymentList, 'deployments', filter);

/** The newest deployment of an environment in a state: the live one, or the one to go back to, however long ago it was. */
export const newestDeploymentQuery = (filter: { project: string; environment: string; state: 'live' | 'superseded' }) =>
  queryOptions({
    queryKey: ['deployments', 'newest', filter],
    queryFn: async ({ signal }) => (await callMcp(deploymentList, { ...filter, limit: 1 }, signal)).deployments[0] ?? null,
  });

export const deploymentQuery = (id: number) =>
  queryOptions({
    queryKey: ['deployment', id],
    queryFn: async ({ signal }) => (await callMcp(deploymentGet, { id }, signal)).deployment,
    refetchInterval: ({ state }) => (state.data?.state === 'requested' || state.data?.state === 'running' ? MOVING_MS : false),
  });

export const isMoving = (journey: JourneyView): boolean => journey.hops.some(({ state }) => state === 'waiting' || state === 'running');

/** All journeys; what moves stands on the first pages, and only those few are read again each second. */
export const journeysQuery = () => ({
  ...listQuery(journeyList, 'journeys', {}),
  refetchInterval: ({ state: { data } }: { state: { data: InfiniteData<ToolOutput<typeof journeyList>> | undefined } }) =>
    data?.pages.some(({ journeys }) => journeys.some(isMoving)) === true ? MOVING_MS * data.pages.length : (false as const),
});

/** The newest journeys alone. */
export const newestJourneysQuery = (filter: { project?: string; limit: number }) =>
  queryOptions({
    queryKey: ['journeys', 'newest', filter],
    queryFn: async ({ signal }) => (await callMcp(journeyList, filter, signal)).journeys,
    refetchInterval: ({ state }) => (state.data?.some(isMoving) === true ? MOVING_MS : false),
  });

/** The newest journeys, as home and palette read them. */
export const homeJourneysQuery = newestJourneysQuery({ limit: PAGE });

/** By trace id or by commit SHA. */
export const journeyQuery = (id: string) =>
  queryOptions({
    queryKey: ['journey', id],
    queryFn: async ({ signal }) => (await callMcp(journeyGet, { id }, signal)).journey,
    refetchInterval: ({ state }) => (state.data !== undefined && isMoving(state.data) ? MOVING_MS : false),
    retry: false,
  });

/** The newest entries and how many are unread, as the sidebar and home read them. */
export const inboxQuery = queryOptions({
  queryKey: ['inbox'],
  queryFn: ({ signal }) => callMcp(inboxList, { limit: PAGE }, signal),
});

/** Unread entries, the newest of them; read ones do not push them out of sight. */
export const unreadQuery = queryOptions({
  queryKey: ['inbox', 'unread'],
  queryFn: ({ signal }) => callMcp(inboxList, { limit: MOST, unreadOnly: true }, signal),
});

export const inboxListQuery = (unreadOnly: boolean) => listQuery(inboxList, 'inbox', { unreadOnly });

export const repositoriesQuery = ({ q, page }: NameFilter) =>
  queryOptions({
    queryKey: ['repositories', q, page],
    queryFn: () => forge.callPage(repoSearch, { query: { page, limit: PAGE, ...(q === '' ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });

export const ownRepositoriesQuery = (owner: string, page: number) =>
  queryOptions({
    queryKey: ['repositories of', owner, page],
    queryFn: () => forge.callPage(userListRepos, { username: owner, query: { page, limit: PAGE } }),
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
    queryFn: () => forge.callPage(repoListBranches, { owner, repo, query: { page, limit: PAGE, ...(q === '' ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });

export const tagsQuery = (owner: string, repo: string, { q, page }: NameFilter) =>
  queryOptions({
    queryKey: ['tags', owner, repo, q, page],
    queryFn: () => forge.callPage(repoListTags, { owner, repo, query: { page, limit: PAGE, ...(q === '' ? {} : { q }) } }),
    placeholderData: keepPreviousData,
  });

export const tagQuery = (owner: string, repo: string, tag: string) =>
  queryOptions({ queryKey: ['tag', owner, repo, tag], queryFn: () => forge.callOrNull(repoGetTag, { owner, repo, tag }) });

/** What an address below `/src/` or `/commits/` names, and its commit; null when there is no such ref. */
export const refQuery = (owner: string, repo: string, splat: string, defaultBranch: string) =>
  queryOptions({
    queryKey: ['ref', owner, repo, splat, defaultBranch],
    queryFn: () =>
      resolveRefPath(splat, defaultBranch, async (kind, name) => {
        if (kind === 'branch') return (await forge.callOrNull(repoGetBranch, { owner, repo, branch: name }))?.commit.id ?? null;
        if (kind === 'tag') return (await forge.callOrNull(repoGetTag, { owner, repo, tag: name }))?.commit.sha || null;
        return (await forge.callOrNull(repoGetSingleCommit, { owner, repo, sha: name }))?.sha ?? null;
      }),
  });

export const contentsQuery = (owner: string, repo: string, at: { path: string; ref: string }) =>
  queryOptions({
    queryKey: ['contents', owner, repo, at],
    queryFn: async () => {
      const found = await forge.callOrNull(repoGetContents, { owner, repo, filepath: at.path, query: { ref: at.ref } });
      return orMissing(found, at.path === '' ? `The commit ${at.ref}` : at.path);
    },
  });

export const rawFileQuery = (owner: string, repo: string, at: { path: string; ref: string }) =>
  queryOptions({
    queryKey: ['raw', owner, repo, at],
    queryFn: async () => orMissing(await forge.fileText({ owner, repo, filepath: at.path, query: { ref: at.ref } }), at.path),
  });

export const commitsQuery = (owner: string, repo: string, search: { sha: string; page: number; path?: string }) =>
  queryOptions({
    queryKey: ['commits', owner, repo, search],
    queryFn: () => forge.callPage(repoGetAllCommits, { owner, repo, query: { ...search, limit: PAGE } }),
    placeholderData: keepPreviousData,
  });

export const commitQuery = (owner: string, repo: string, sha: string) =>
  queryOptions({
    queryKey: ['commit', owner, repo, sha],
    queryFn: async () => orMissing(await forge.callOrNull(repoGetSingleCommit, { owner, repo, sha }), `Commit ${sha.slice(0, 10)}`),
  });

/** The changes of a commit as `git diff` writes them; names of files are bytes. */
export const commitDiffQuery = (owner: string, repo: string, sha: string) =>
  queryOptions({
    queryKey: ['diff', owner, repo, sha],
    queryFn: async () => orMissing(await forge.commitDiffBytes(owner, repo, sha), `Commit ${sha.slice(0, 10)}`),
    staleTime: Infinity,
  });

export const combinedStatusQuery = (owner: string, repo: string, ref: string) =>
  queryOptions({
    queryKey: ['status', owner, repo, ref],
    queryFn: () => forge.callOrNull(repoGetCombinedStatusByRef, { owner, repo, ref }),
  });

export const issuesQuery = (owner: string, repo: string, search: { state: 'open' | 'closed'; page: number }) =>
  queryOptions({
    queryKey: ['issues', owner, repo, search],
    queryFn: () => forge.callPage(issueListIssues, { owner, repo, query: { type: 'issues', ...search, limit: PAGE } }),
    placeholderData: keepPreviousData,
  });

export const issueQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: ['issue', owner, repo, number],
    queryFn: async () => orMissing(await forge.callOrNull(issueGetIssue, { owner, repo, index: number }), `Issue #${number}`),
  });

export const commentsQuery = (owner: string, repo: string, number: number) =>
  queryOptions({
    queryKey: ['comments', owner, repo, number],
    queryFn: () => forge.call(issueGetComments, { owner, repo, index: number }),
  });

/** The CI server's row of a repository; null while CI has not been enabled. */
export const ciRepoQuery = (owner: string, repo: string) =>
  queryOptions({ queryKey: ['ci-repo', owner, repo], queryFn: () => ci.lookupRepo(`${owner}/${repo}`), staleTime: 30_000 });

export const pipelinesQuery = (owner: string, repo: string, { page = 1, perPage = PAGE }: { page?: number; perPage?: number } = {}) =>
  queryOptions({
    queryKey: ['pipelines', `${owner}/${repo}`, page, perPage],
    queryFn: async ({ client }) => {
      const row = await client.fetchQuery(ciRepoQuery(owner, repo));
      return row === null ? { items: [], total: 0 } : ci.pipelinePage(row.id, { page, perPage });
    },
    placeholderData: keepPreviousData,
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
  queryFn: () => accounts.call(getSystem, {}),
  refetchInterval: 15_000,
  retry: false,
});

export const principalsQuery = queryOptions({ queryKey: ['principals'], queryFn: () => accounts.call(listPrincipals, {}), retry: false });
export const tokensQuery = (login?: string) =>
  queryOptions({ queryKey: ['tokens', login ?? ''], queryFn: () => accounts.call(listTokens, { query: { login } }), retry: false });
