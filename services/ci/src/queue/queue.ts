import { randomUUID } from 'node:crypto';

import { until, type Bus, type EventLog } from '@mosaic/platform/events';
import { eachAlone } from '@mosaic/platform/lifecycle';
import type { Log } from '@mosaic/platform/log';
import type { Store } from '@mosaic/platform/db';

import { noteWork } from '../agents/agent-writer.ts';
import type { CiTables, CiWriter } from '../db/schema.ts';
import { PIPELINES_TOPIC, QUEUE_TOPIC } from '../pipelines/pipeline-facts.ts';
import type { WorkflowLifecycle } from '../pipelines/workflow-lifecycle.ts';
import { requireLease, standingOf, type Lease } from './lease.ts';
import { readyEntries, type QueueAgent } from './queue-policy.ts';
import { isAnyPending, readQueueSnapshot } from './queue-reader.ts';

/** Runs of one workflow at most: the first, and two more when its runner died. */
export const MAX_ATTEMPTS = 3;
/** When one that could not be dealt with is looked at again, ms. */
const FAILED_AGAIN_MS = 10_000;

export interface QueueDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  bus: Bus;
  lifecycle: WorkflowLifecycle;
  log: Log;
  leaseMs: number;
}

/** Who asks for work: the agent's row, and the labels that it states with the question. */
export type Asker = Pick<QueueAgent, 'id' | 'labels'>;

/** The persistent queue: rows with leases. Agents are woken by the bus; nothing ticks. */
export class Queue {
  readonly #deps: QueueDeps;

  constructor(deps: QueueDeps) {
    this.#deps = deps;
  }

  /** Leases the next entry that fits; null when there is none now, or the agent is paused. */
  async claim(asker: Asker): Promise<Lease | null> {
    const { store, events, leaseMs, bus } = this.#deps;
    // A look without the writer first: most wake-ups find nothing, and most of these nothing that waits.
    const isIdle = await store.read(
      async (db) => !(await isAnyPending(db)) || readyEntries(await readQueueSnapshot(db, asker.id), asker).length === 0,
    );
    if (isIdle) return null;
    return events.transact(async (writer) => {
      const [entry] = readyEntries(await readQueueSnapshot(writer.db, asker.id), asker);
      if (entry === undefined) return null;
      const { workflowId, attempt } = entry;
      const lease = { workflowId, agentId: asker.id, attempt, token: randomUUID() };
      await writer.db
        .updateTable('queue')
        .set({ state: 'leased', agent_id: lease.agentId, lease: lease.token, lease_until: Date.now() + leaseMs })
        .where('workflow_id', '=', workflowId)
        .execute();
      writer.afterCommit(() => bus.publish(QUEUE_TOPIC));
      return lease;
    });
  }

  /** Like {@link Queue.claim}, and waits for one; null when the time is up or the signal aborts. */
  async next(asker: Asker, { waitMs, signal }: { waitMs: number; signal: AbortSignal }): Promise<Lease | null> {
    return until(this.#deps.bus, QUEUE_TOPIC, () => this.claim(asker), { waitMs, signal });
  }

  /** Prolongs a lease. */
  async extend(lease: Lease): Promise<void> {
    await this.#deps.events.transact(async (writer) => {
      await requireLease(writer.db, lease);
      await writer.db
        .updateTable('queue')
        .set({ lease_until: Date.now() + this.#deps.leaseMs })
        .where('workflow_id', '=', lease.workflowId)
        .execute();
      await noteWork(writer, lease.agentId);
    });
  }

  /** Gives back what could not be handed out; the attempt does not count. */
  async release(lease: Lease): Promise<void> {
    await this.#deps.events.transact(async ({ db }) => {
      await db
        .updateTable('queue')
        .set({ state: 'pending', agent_id: 0, lease: '', lease_until: 0 })
        .where('workflow_id', '=', lease.workflowId)
        .where('lease', '=', lease.token)
        .execute();
    });
  }

  /** How the agent stands to the workflow now. */
  async standing(lease: Lease): ReturnType<typeof standingOf> {
    return this.#deps.store.read((db) => standingOf(db, lease));
  }

  /** Whether the workflow is final: then it has left the queue. */
  async isOver(workflowId: number): Promise<boolean> {
    const row = await this.#deps.store.read((db) =>
      db.selectFrom('queue').select('workflow_id').where('workflow_id', '=', workflowId).executeTakeFirst(),
    );
    return row === undefined;
  }

  /** At start: what ran in the former process has no runner any more. Agents elsewhere outlive it, and their leases go on. */
  async expireOwn(): Promise<void> {
    await this.#deps.events.transact(async ({ db }) => {
      await db
        .updateTable('queue')
        .set({ lease_until: 0 })
        .where('state', '=', 'leased')
        .where('agent_id', 'not in', db.selectFrom('agents').select('id').where('in_process', '=', 0))
        .execute();
    });
    await this.reap();
  }

  /**
   * Deals with what is due: leases that ran out and workflows over their time. Answers when the next one is, Unix ms, or null.
   */
  async reap(): Promise<number | null> {
    const leased = await this.#leased();
    const now = Date.now();
    const due = leased.filter((row) => row.lease_until <= now || (row.deadline_at > 0 && row.deadline_at <= now));
    const failed = new Set<number>();
    await eachAlone(
      due,
      (row) => this.#deps.events.transact((writer) => this.#reapOne(writer, { workflowId: row.workflow_id, token: row.lease })),
      (error, { workflow_id: workflowId }) => {
        failed.add(workflowId);
        this.#deps.log.error({ err: error, workflowId }, 'a workflow whose time is over could not be dealt with; it is tried again');
      },
    );
    const left = due.length === 0 ? leased : await this.#leased();
    if (left.length === 0) return null;
    // One that cannot be dealt with now is looked at again after a while, not at once and for ever.
    if (left.some(({ workflow_id: id }) => failed.has(id))) return now + FAILED_AGAIN_MS;
    return Math.min(...left.flatMap((row) => [row.lease_until, ...(row.deadline_at > 0 ? [row.deadline_at] : [])]));
  }

  async #leased() {
    return this.#deps.store.read((db) =>
      db.selectFrom('queue').select(['workflow_id', 'lease', 'lease_until', 'deadline_at']).where('state', '=', 'leased').execute(),
    );
  }

  async #reapOne(writer: CiWriter, { workflowId, token }: { workflowId: number; token: string }): Promise<void> {
    const { lifecycle, log, bus } = this.#deps;
    const row = await writer.db.selectFrom('queue').selectAll().where('workflow_id', '=', workflowId).executeTakeFirst();
    const now = Date.now();
    // It may have moved on between the look and this transaction.
    if (row === undefined || row.lease !== token) return;
    const workflow = await writer.db
      .selectFrom('workflows')
      .select(['started_at', 'timeout_minutes'])
      .where('id', '=', workflowId)
      .executeTakeFirstOrThrow();
    const report = { startedAt: workflow.started_at, finishedAt: now, error: '', canceled: false };
    if (row.cancel === 1 && (row.deadline_at <= now || row.lease_until <= now)) {
      await lifecycle.finish(writer, workflowId, { ...report, canceled: true });
    } else if (row.deadline_at > 0 && row.deadline_at <= now) {
      const error = `The workflow ran longer than its limit of ${workflow.timeout_minutes} minutes and was stopped.`;
      await lifecycle.finish(writer, workflowId, { ...report, error });
    } else if (row.lease_until <= now && row.attempt >= MAX_ATTEMPTS) {
      const error = `Its runner stopped answering in each of ${MAX_ATTEMPTS} attempts. Look at the log of the server and at the machine's memory.`;
      await lifecycle.finish(writer, workflowId, { ...report, startedAt: workflow.started_at || now, error });
    } else if (row.lease_until <= now) {
      log.warn({ workflowId, attempt: row.attempt + 1 }, 'the runner of a workflow is gone; it runs again');
      await lifecycle.requeue(writer, workflowId, row.attempt + 1);
    }
    writer.afterCommit(() => bus.publish(PIPELINES_TOPIC));
  }
}
