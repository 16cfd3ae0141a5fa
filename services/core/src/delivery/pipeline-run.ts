import { canceledWords, failureOf, failureWords } from '@mosaic/engines/agents';
import {
  ciPipelineGet,
  eventData,
  type EventData,
  eventRecord,
  type EventRecord,
  pipelineRunFinished,
  type ProjectFile,
  runFinished,
} from '@mosaic/contracts/mosaic';
import { PROJECT_FILE, readProjectFile } from '@mosaic/contracts/project-file';
import { createKeyedQueue } from '@mosaic/platform/waiting';

import type { Deployments } from '../deployments/deployments.ts';
import { splitRepository, type Neighbours } from '../neighbours.ts';
import type { PipelineReader } from '../pipelines/pipeline-reader.ts';
import type { PushReader } from '../pushes/push-reader.ts';
import { orReason } from '../runs/or-reason.ts';
import type { RunBody } from '../runs/run.ts';
import { concernedBy } from './concerned.ts';
import { activeAgents } from '../tasks/agent-access.ts';
import { createAgentTask } from './create-agent-task.ts';
import { isOwnBranch, lastVerdict, planOf, verdictOfStatus, type Plan } from './delivery-policy.ts';
import { deployEntry } from './deploy-entry.ts';
import { defaultProjectName, resolveProject } from './resolve-project.ts';
import { outcomeOf, type EntryResult, type RunOutcome } from './run-outcome.ts';

export interface DeliveryDeps {
  neighbours: Neighbours;
  pipelines: { reader: PipelineReader };
  pushes: { reader: PushReader };
  deployments: Deployments;
  publicUrl: string;
}

type Finished = EventData<typeof pipelineRunFinished>;

/** Pipeline finished → policy → "deploy update" → deploy → agents' tasks → the run is told of, once. */
export function pipelineRun(given: DeliveryDeps): RunBody {
  const deps = { ...given, queue: createKeyedQueue() };
  return {
    async run(run) {
      const data = eventData(pipelineRunFinished, run.input);
      const verdict = verdictOfStatus(data.status);
      if (verdict === null) return `nothing follows from a pipeline that is ${data.status}`;
      const situation = await run.step('read the situation', (signal) => readSituation(deps, run.input, signal));
      if (situation === null) return 'the repository is gone';
      const failure = verdict === 'failed' ? await run.step('see why it failed', () => whyFailed(deps.neighbours, data)) : '';
      const deployments: EntryResult[] = [];
      for (const entry of situation.plan.deploy) {
        const result = await deployEntry(deps, run, { data, entry, project: situation.project });
        if (result !== null) deployments.push(result);
      }
      for (const order of situation.plan.tasks)
        await run.step(`task for ${order.role}${order.resolved ? ', resolved' : ''}`, () =>
          createAgentTask(deps, { run: run.input, data, order, situation }),
        );
      const outcome = outcomeOf({ verdict, failure, deployments, fault: situation.fault });
      await run.step('tell', () => record(deps, run.input, { situation, outcome }));
      return `${outcome.outcome}${outcome.summary === '' ? '' : `: ${outcome.summary}`}`;
    },
    async givenUp(event, reason) {
      const { repository, owner, author } = eventData(pipelineRunFinished, event);
      const concerned = await concernedBy(deps.neighbours.accounts, { candidates: [author, event.actor], owner });
      const situation = { project: defaultProjectName(repository), concerned };
      await record(deps, event, {
        situation,
        outcome: { outcome: 'deploy_failed', summary: `It was given up after many attempts: ${reason}`.slice(0, 2_000) },
      });
    },
  };
}

/** What a run decides by, read once. */
export interface Situation {
  project: string;
  isPrivate: boolean;
  plan: Plan;
  before: string;
  concerned: string[];
  fault: string;
}

async function readSituation(
  { neighbours, pipelines, pushes }: DeliveryDeps,
  event: EventRecord,
  signal: AbortSignal,
): Promise<Situation | null> {
  const data = eventData(pipelineRunFinished, event);
  const { forge, mcp, accounts } = neighbours;
  const [owner, name] = splitRepository(data.repository);
  const [repository, text, everyone, agents] = await Promise.all([
    forge.getRepository(owner, name, { signal }),
    // Only what stands on a branch of the repository itself counts: a fork's file decides nothing.
    isOwnBranch(data) ? forge.fileText({ owner, repo: name, filepath: PROJECT_FILE, query: { ref: data.sha } }, { signal }) : null,
    concernedBy(accounts, { candidates: [data.author, event.actor], owner }),
    activeAgents(accounts),
  ]);
  if (repository === null) return null;
  const read = readProjectFile(text, { agentRoles: agents.map(({ role }) => role) });
  const file: ProjectFile = read.ok ? read.file : { deploy: [], agents: [], notify: ['inbox'] };
  const { before, passedAfter } = await pipelines.reader.around(data);
  const history = { defaultBranch: repository.default_branch, previous: lastVerdict(before), later: passedAfter };
  const plan = planOf(file, data, history);
  // A repository without the file has chosen no name yet: the first claim binds it.
  const bind = text !== null && read.ok;
  const project = await resolveProject(mcp, { wanted: file.project, repository: data.repository, requestId: `project:${event.id}`, bind });
  const isNeeded = plan.deploy.length > 0 || plan.tasks.length > 0 || file.project !== undefined;
  return {
    project: project.ok ? project.project : '',
    isPrivate: repository.private,
    plan: project.ok ? plan : { deploy: [], tasks: [] },
    before: await pushes.reader.commitBefore(data),
    concerned: file.notify.includes('inbox') ? everyone : [],
    fault: read.ok ? (project.ok || !isNeeded ? '' : project.reason) : read.fault,
  };
}

async function whyFailed({ mcp }: Neighbours, { repository, number, status, errors, canceledBy }: Finished): Promise<string> {
  const found = await orReason(() => mcp(ciPipelineGet, { repository, number }));
  const failure = found.ok ? failureOf(found.value.pipeline) : null;
  if (failure !== null) return failureWords(failure);
  return errors[0] ?? (canceledBy === '' ? `its state is ${status}` : canceledWords(canceledBy));
}

/** The fact that everything which the pipeline asked for is done; Tony tells people. */
async function record(
  { neighbours, publicUrl }: DeliveryDeps,
  event: EventRecord,
  { situation, outcome }: { situation: Pick<Situation, 'project' | 'concerned'>; outcome: RunOutcome },
): Promise<void> {
  const { repository, private: isPrivate, sha, branch, number, title } = eventData(pipelineRunFinished, event);
  const data: EventData<typeof runFinished> = {
    runId: event.id,
    project: situation.project,
    repository,
    private: isPrivate,
    sha,
    branch,
    pipelineNumber: number,
    title,
    ...outcome,
    url: `${publicUrl}/-/journeys/${event.traceId}`,
    concerned: situation.concerned,
  };
  await neighbours.mcp(eventRecord, {
    requestId: `run:${event.id}`,
    type: runFinished.type,
    subject: repository,
    traceId: event.traceId,
    data,
  });
}
