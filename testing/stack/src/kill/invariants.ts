import { getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';
import { callTool, deploymentList, inboxList, taskList } from '@mosaic/contracts/mosaic';

import { repoListStatusesByRef } from '@mosaic/contracts/gitea';

import type { DemoProject } from '../demo-project.ts';
import type { TestStack } from '../test-stack.ts';
import { stuckRows } from './stuck-rows.ts';

/** One push that was tried. */
export interface Change {
  sha: string;
  /** git said that the push went well. */
  isAcknowledged: boolean;
  /** The branch stood at this commit once the server was back. */
  isMoved: boolean;
}

/** What the platform holds about a project, read through its doors as the person who owns it. */
export interface Holdings {
  pipelines: { sha: string; status: string; traceId: string }[];
  deployments: { sha: string; state: string; traceId: string }[];
  tasks: { sha: string; state: string }[];
  /** Trace ids of the person's inbox entries. */
  inbox: string[];
}

/** Everything, page by page: duplicates may be anywhere. */
export async function readHoldings({ person, owner, name }: DemoProject): Promise<Holdings> {
  const repository = `${owner}/${name}`;
  const repo = await person.ci.callOrNull(getReposLookup, { repo_full_name: repository });
  if (repo === null) throw new Error(`CI does not know ${repository}`);
  const pipelines: Holdings['pipelines'] = [];
  for (let page = 1, size = 50; size === 50; page++) {
    const found = await person.ci.call(getRepoPipelines, { repo_id: repo.id, query: { page, perPage: 50, event: 'push' } });
    size = found.length;
    pipelines.push(...found.map(({ commit, status, trace_id }) => ({ sha: commit, status, traceId: trace_id ?? '' })));
  }
  const { deployments } = await callTool(person.mcp, deploymentList, { repository, limit: 200 });
  const { tasks } = await callTool(person.mcp, taskList, { role: 'reviewer', limit: 200 });
  const { entries } = await callTool(person.mcp, inboxList, { limit: 200 });
  return {
    pipelines,
    deployments: deployments.map(({ sha, state, traceId }) => ({ sha, state, traceId })),
    tasks: tasks.filter((task) => task.repository === repository).map(({ input, state }) => ({ sha: String(input['sha']), state })),
    inbox: entries.filter((entry) => entry.repository === repository).map(({ traceId }) => traceId),
  };
}

/**
 * What the holdings lack or have too much of for one change: a push whose ref moved has one green pipeline, one deployment, one
 * validated task and one inbox entry, all of one trace; a push whose ref did not move has nothing.
 */
export function breachesOf({ sha, isAcknowledged, isMoved }: Change, holdings: Holdings): string[] {
  const pipelines = holdings.pipelines.filter((pipeline) => pipeline.sha === sha);
  const deployments = holdings.deployments.filter((deployment) => deployment.sha === sha);
  const tasks = holdings.tasks.filter((task) => task.sha === sha);
  const traces = new Set([...pipelines, ...deployments].map(({ traceId }) => traceId));
  const entries = holdings.inbox.filter((traceId) => traces.has(traceId));
  const wanted = isMoved ? 1 : 0;
  const counts = { pipelines, deployments, tasks, 'inbox entries': entries };
  return [
    ...(isAcknowledged && !isMoved ? ['git was told that the push went well, and the ref has not moved'] : []),
    ...Object.entries(counts)
      .filter(([, rows]) => rows.length !== wanted)
      .map(([what, rows]) => `${rows.length} ${what} instead of ${wanted}`),
    ...(traces.size > wanted ? [`${traces.size} traces: ${[...traces].join(', ')}`] : []),
    ...pipelines.filter(({ status }) => status !== 'success').map(({ status }) => `the pipeline is "${status}"`),
    ...deployments.filter(({ state }) => state !== 'live' && state !== 'superseded').map(({ state }) => `the deployment is "${state}"`),
    ...tasks.filter(({ state }) => state !== 'validated').map(({ state }) => `the task is "${state}"`),
  ].map((breach) => `${sha.slice(0, 10)}: ${breach}`);
}

/** What is wrong after the last of some changes: with it, with what the site shows and the commit says, with rows in between. */
export async function breachesNow(stack: TestStack, project: DemoProject, change: Change): Promise<string[]> {
  const breaches = [...breachesOf(change, await readHoldings(project)), ...stuckRows(stack.home)];
  if (!change.isMoved) return breaches;
  const { items } = await project.person.forge.callPage(repoListStatusesByRef, {
    owner: project.owner,
    repo: project.name,
    ref: change.sha,
  });
  // Newest first: what is said of a context last is what counts.
  const said = new Map(items.toReversed().map(({ context, status }) => [context, status]));
  for (const context of ['ci/woodpecker/push/woodpecker', 'mosaic/review'])
    if (said.get(context) !== 'success') breaches.push(`the commit's status ${context} is "${said.get(context) ?? 'absent'}"`);
  const edge = stack.send('edge', null);
  const page = await (await edge({ method: 'GET', path: '/', headers: { host: new URL(project.site).host } })).text();
  if (!page.includes(change.sha)) breaches.push(`${project.site} does not show ${change.sha.slice(0, 10)}`);
  return breaches;
}

/** The whole count over many changes: nothing came twice, nothing came of a push that never happened. */
export function breachesOfAll(changes: readonly Change[], earlier: Holdings, holdings: Holdings): string[] {
  const moved = changes.filter(({ isMoved }) => isMoved).length;
  const counts = (Object.keys(holdings) as (keyof Holdings)[]).map((what) => ({
    what,
    more: holdings[what].length - earlier[what].length,
  }));
  return [
    ...changes.flatMap((change) => breachesOf(change, holdings)),
    ...counts.filter(({ more }) => more !== moved).map(({ what, more }) => `${moved} refs moved, but there are ${more} ${what} more`),
  ];
}
