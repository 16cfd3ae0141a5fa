import { type EventData, type EventRecord, type pipelineRunFinished, taskCreate } from '@mosaic/contracts/mosaic';

import type { Neighbours } from '../neighbours.ts';
import { orReason } from '../runs/or-reason.ts';
import { ensureAgentAccess } from '../tasks/agent-access.ts';
import type { AgentOrder } from './delivery-policy.ts';

export interface TaskOrder {
  run: EventRecord;
  data: EventData<typeof pipelineRunFinished>;
  order: AgentOrder;
  situation: { project: string; isPrivate: boolean; before: string };
}

/** Wakes an agent: its access first, then the task. Answers why not, when it cannot be. */
export async function createAgentTask(
  { neighbours }: { neighbours: Neighbours },
  { run, data, order, situation }: TaskOrder,
): Promise<string> {
  const { repository, number, branch, sha } = data;
  const { role, on, resolved } = order;
  const created = await orReason(async () => {
    await ensureAgentAccess(neighbours, repository, { role, isPrivate: situation.isPrivate });
    return neighbours.mcp(taskCreate, {
      requestId: `${run.id}:${role}`,
      project: situation.project,
      repository,
      title: titleOf(data, order).slice(0, 300),
      role,
      priority: on === 'pipeline.failed' && !resolved ? 'high' : 'medium',
      input: { pipelineNumber: number, branch, sha, before: situation.before, resolved },
      traceId: run.traceId,
    });
  });
  return created.ok ? created.value.task.key : `not created: ${created.reason}`;
}

function titleOf({ number, branch, sha, title }: TaskOrder['data'], { on, resolved }: AgentOrder): string {
  if (on === 'pipeline.succeeded') return `Review ${sha.slice(0, 10)}: ${title}`;
  return resolved ? `Close the issue of ${branch}: pipeline #${number} passed` : `Find out why pipeline #${number} failed on ${branch}`;
}
