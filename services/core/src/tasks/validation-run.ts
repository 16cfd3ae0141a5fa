import { carriesMarker, REVIEW_CONTEXT } from '@mosaic/engines/agents';
import { eventData, type EventRecord, type Task, taskChanged, taskGet, taskValidate } from '@mosaic/contracts/mosaic';
import { issueGetIssue, repoListStatusesByRef, type GiteaClient } from '@mosaic/contracts/gitea';
import type { Log } from '@mosaic/platform/log';

import { splitRepository, type CallMcp, type Neighbours } from '../neighbours.ts';
import { orReason } from '../runs/or-reason.ts';
import type { RunBody } from '../runs/run.ts';

export interface Judgement {
  accepted: boolean;
  reason: string;
  evidence: Record<string, unknown>;
}

/** A completed task is a claim; what the forge shows decides (docs/architecture.md). */
export function validationRun({ neighbours, log }: { neighbours: Neighbours; log: Log }): RunBody {
  return {
    async run({ id, input, step }) {
      const task = await step('read the task', () => readTask(neighbours.mcp, input));
      if (task === null) return 'nothing to validate';
      const judgement = await step('look at the facts', () => judge(neighbours.forge, task));
      if (judgement === null) return `left to others: ${task.role} has no facts that core can see`;
      const told = await step('say so', () =>
        orReason(() => neighbours.mcp(taskValidate, { requestId: `validate:${id}`, key: task.key, ...judgement })),
      );
      if (!told.ok) return `not recorded: ${told.reason}`;
      return judgement.accepted ? 'validated' : `refused: ${judgement.reason}`;
    },
    givenUp: async ({ subject }, reason) => log.error({ task: subject, reason }, 'a task could not be validated'),
  };
}

/** The task of the event; null when it is no longer a claim. */
async function readTask(mcp: CallMcp, event: EventRecord): Promise<Task | null> {
  const { key } = eventData(taskChanged, event);
  if (key === '') return null;
  const { task } = await mcp(taskGet, { key });
  return task.state === 'completed' ? task : null;
}

/** Roles whose work shows in the forge. */
const JUDGES: Readonly<Record<string, (forge: GiteaClient, task: Task) => Promise<Judgement>>> = {
  triage: judgeTriage,
  reviewer: judgeReview,
};

/** What the forge shows of a task's result; null for a role whose work leaves nothing there. */
export async function judge(forge: GiteaClient, task: Task): Promise<Judgement | null> {
  return Object.hasOwn(JUDGES, task.role) ? ((await JUDGES[task.role]?.(forge, task)) ?? null) : null;
}

async function judgeTriage(forge: GiteaClient, { repository, input, result }: Task): Promise<Judgement> {
  const [owner, name] = splitRepository(repository);
  const number = result?.issue;
  // Nothing was open to be closed, or a newer pipeline has spoken: there is no issue to look at.
  if (number === null && (input.resolved === true || result?.action === 'outdated')) return accepted({ issue: null });
  if (typeof number !== 'number') return refused('the result names no issue');
  const issue = await forge.callOrNull(issueGetIssue, { owner, repo: name, index: number });
  if (issue === null || !carriesMarker(issue.body, String(input.branch))) return refused(`issue #${number} is not the one of the branch`);
  if (input.resolved === true && result?.action !== 'outdated' && issue.state !== 'closed')
    return refused(`issue #${number} is still open`);
  return accepted({ issue: number, state: issue.state });
}

async function judgeReview(forge: GiteaClient, { repository, input }: Task): Promise<Judgement> {
  const [owner, name] = splitRepository(repository);
  const sha = String(input.sha);
  // A commit that is gone has none either.
  const statuses = (await forge.callOrNull(repoListStatusesByRef, { owner, repo: name, ref: sha, query: { limit: 50 } })) ?? [];
  const status = statuses.find(({ context }) => context === REVIEW_CONTEXT);
  if (status === undefined) return refused(`commit ${sha.slice(0, 10)} has no status ${REVIEW_CONTEXT}`);
  return accepted({ sha, context: REVIEW_CONTEXT, state: status.status });
}

function accepted(evidence: Record<string, unknown>): Judgement {
  return { accepted: true, reason: '', evidence };
}

function refused(reason: string): Judgement {
  return { accepted: false, reason, evidence: {} };
}
