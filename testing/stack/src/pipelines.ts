import { callTool, type InboxEntry, inboxList, type Journey, journeyGet } from '@mosaic/contracts/mosaic';
import { logText, type Pipeline, getRepoLogs, getRepoPipeline, getRepoPipelines, getReposLookup } from '@mosaic/contracts/woodpecker';

import type { TestPerson } from './test-stack.ts';
import { until } from './until.ts';

const RUNNING: ReadonlySet<string> = new Set(['pending', 'running', 'created', 'blocked']);

/** The pipeline of a commit, of an event where one is named, once it has come to its end. */
export async function pipelineOf(
  person: TestPerson,
  repository: string,
  sha: string,
  event?: Pipeline['event'],
): Promise<Pipeline & { repoId: number }> {
  return until(`the end of the ${event ?? ''} pipeline of ${sha.slice(0, 10)} in ${repository}`, async () => {
    const repo = await person.ci.callOrNull(getReposLookup, { repo_full_name: repository });
    if (repo === null) return null;
    const listed = await person.ci.call(getRepoPipelines, { repo_id: repo.id });
    const found = listed.find((pipeline) => pipeline.commit === sha && (event === undefined || pipeline.event === event));
    if (found === undefined || RUNNING.has(found.status)) return null;
    const pipeline = await person.ci.callOrNull(getRepoPipeline, { repo_id: repo.id, pipeline_number: found.number });
    return pipeline === null ? null : { ...pipeline, repoId: repo.id };
  });
}

/** All that the steps of a pipeline wrote, one text. */
export async function logOf(person: TestPerson, pipeline: Pipeline & { repoId: number }): Promise<string> {
  const steps = (pipeline.workflows ?? []).flatMap((workflow) => workflow.children);
  const logs = await Promise.all(
    steps.map((step) => person.ci.call(getRepoLogs, { repo_id: pipeline.repoId, pipeline_number: pipeline.number, step_id: step.id })),
  );
  return logs.flat().map(logText).join('\n');
}

/** What the person was told of a commit, once the journey has ended in their inbox. */
export async function toldOf(person: TestPerson, sha: string): Promise<{ entry: InboxEntry; journey: Journey }> {
  return until(`the notification of ${sha.slice(0, 10)}`, async () => {
    const { journey } = await callTool(person.mcp, journeyGet, { id: sha });
    const { entries } = await callTool(person.mcp, inboxList, { limit: 200 });
    const entry = entries.find(({ traceId }) => traceId === journey.traceId);
    return entry === undefined ? null : { entry, journey };
  });
}
