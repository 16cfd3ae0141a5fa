import type { Readable } from 'node:stream';

import type { Assignment, LocalWorkflowOptions, LogEntry, Peer, StepState, WorkflowConfig, WorkflowState } from '@mosaic/engines/pipeline';
import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Bus, EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import { recordArtifact, storeArchive } from '../artifacts/artifact-store.ts';
import type { CiTables, CiWriter } from '../db/schema.ts';
import { logTopic, type LogStore } from '../logs/log-store.ts';
import { tellAudit, workflowTopic } from '../pipelines/pipeline-facts.ts';
import { findPipeline, type PipelineRow, type StepRow } from '../pipelines/pipeline-reader.ts';
import { nextStepState, type StepReport } from '../pipelines/step-transition.ts';
import type { WorkflowLifecycle } from '../pipelines/workflow-lifecycle.ts';
import { requireLease, type Lease, type Queue } from '../queue/queue.ts';
import { getRepository, type RepositoryRow } from '../repositories/repository-reader.ts';
import type { CloneTokens } from './clone-tokens.ts';
import { payloadContext } from './payload.ts';

/** How long a poll for work is held; below the 60 s at which proxies cut (ci.md, "Quirks"). */
const POLL_MS = 50_000;
/** What the server grants beyond a workflow's own limit, which its runner enforces first. */
const GRACE_MS = 15_000;
/** Time that canceled workflows get to stop. */
export const CANCEL_GRACE_MS = 15_000;

export interface PeerDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  bus: Bus;
  blobs: BlobStore;
  keyring: Keyring;
  queue: Queue;
  lifecycle: WorkflowLifecycle;
  logs: LogStore;
  cloneTokens: CloneTokens;
  log: Log;
  maxArtifactBytes: number;
}

/** The CI server as its runners see it. Every call bears the lease that it got with the assignment, in the id. */
export class RunnerPeer implements Peer {
  readonly #deps: PeerDeps;
  /** Leases by the assignment's id, "workflow.attempt". */
  readonly #leases = new Map<string, Lease>();
  /** Steps of what runs here, by uuid; they do not change but for their state. */
  readonly #steps = new Map<string, { id: number; pipelineId: number; name: string }>();

  constructor(deps: PeerDeps) {
    this.#deps = deps;
  }

  async next(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Assignment | null> {
    const lease = await this.#deps.queue.next(labels, { waitMs: POLL_MS, signal });
    if (lease === null) return null;
    try {
      return await this.#assign(lease);
    } catch (error) {
      await this.#release(lease);
      throw error;
    }
  }

  async init(id: string, state: WorkflowState): Promise<void> {
    const lease = this.#lease(id);
    await this.#deps.events.transact(async (writer) => {
      await requireLease(writer, lease);
      const startedAt = toMs(state.started) || Date.now();
      const workflow = await writer.db
        .selectFrom('workflows')
        .select('timeout_minutes')
        .where('id', '=', lease.workflowId)
        .executeTakeFirstOrThrow();
      await writer.db
        .updateTable('queue')
        .set({ deadline_at: startedAt + workflow.timeout_minutes * 60_000 + GRACE_MS })
        .where('workflow_id', '=', lease.workflowId)
        .where('cancel', '=', 0)
        .execute();
      await this.#deps.lifecycle.start(writer, lease.workflowId, startedAt);
    });
  }

  async wait(id: string, signal: AbortSignal): Promise<{ canceled: boolean }> {
    const lease = this.#lease(id);
    while (!signal.aborted) {
      const wake = new AbortController();
      const word = this.#deps.bus.wait(workflowTopic(lease.workflowId), POLL_MS, AbortSignal.any([signal, wake.signal]));
      const standing = await this.#deps.queue.standing(lease);
      if (standing !== 'held') {
        wake.abort();
        return { canceled: true };
      }
      await word;
    }
    return { canceled: false };
  }

  async extend(id: string): Promise<void> {
    await this.#deps.queue.extend(this.#lease(id));
  }

  async update(id: string, state: StepState): Promise<void> {
    const lease = this.#lease(id);
    const { events, lifecycle, logs, bus } = this.#deps;
    const known = await this.#step(lease, state.stepUuid);
    // Who follows the log gets its end when the step is over: all lines must be there before.
    await logs.settled({ pipelineId: known.pipelineId, stepId: known.id, attempt: lease.attempt });
    await events.transact(async (writer) => {
      const { isCanceled } = await requireLease(writer, lease);
      const step = await writer.db.selectFrom('steps').selectAll().where('id', '=', known.id).executeTakeFirstOrThrow();
      const change = nextStepState(step, reportOf(state), Date.now());
      // To the runner it is one thing, to people another: nobody chose to skip it.
      if (isCanceled && change.state === 'skipped') change.state = 'canceled';
      await writer.db.updateTable('steps').set(change).where('id', '=', step.id).execute();
      await lifecycle.touch(writer, step.pipeline_id);
      if (change.state === 'failure' && step.failure === 'cancel') await this.#cancelFor(writer, step);
      writer.afterCommit(() => bus.publish(logTopic(step.id)));
    });
  }

  async log(id: string, entries: readonly LogEntry[]): Promise<void> {
    const lease = this.#lease(id);
    if ((await this.#deps.queue.standing(lease)) === 'lost') throw new MosaicError('stale_lease', 'The lease of this workflow has ended.');
    for (const [uuid, lines] of Map.groupBy(entries, ({ stepUuid }) => stepUuid)) {
      const step = await this.#step(lease, uuid);
      await this.#deps.logs.append(
        { pipelineId: step.pipelineId, stepId: step.id, attempt: lease.attempt },
        lines.map(({ line, time, type, data }) => ({ line, time, type, text: data })),
      );
    }
  }

  async done(id: string, state: WorkflowState): Promise<void> {
    const lease = this.#lease(id);
    await this.#end(lease, state).catch(async (error: unknown) => {
      // Taken from this runner: its credential goes with it, unless another attempt runs by now.
      if (await this.#deps.queue.isOver(lease.workflowId)) await this.#forget(id, lease);
      else this.#leases.delete(id);
      throw error;
    });
    await this.#forget(id, lease);
  }

  async #end(lease: Lease, state: WorkflowState): Promise<void> {
    await this.#deps.events.transact(async (writer) => {
      await requireLease(writer, lease);
      if (state.interrupted) return this.#deps.lifecycle.requeue(writer, lease.workflowId, lease.attempt + 1);
      await this.#deps.lifecycle.finish(writer, lease.workflowId, {
        startedAt: toMs(state.started),
        finishedAt: toMs(state.finished) || Date.now(),
        error: state.error,
        canceled: state.canceled,
      });
    });
  }

  async uploadArtifact(id: string, { name, stepUuid, tar }: { name: string; stepUuid: string; tar: Readable }): Promise<void> {
    const lease = this.#lease(id);
    const { blobs, events, maxArtifactBytes } = this.#deps;
    const step = await this.#step(lease, stepUuid);
    const archive = await storeArchive(blobs, { pipelineId: step.pipelineId, name, tar, maxBytes: maxArtifactBytes });
    const replaced = await events
      .transact(async (writer) => {
        await requireLease(writer, lease);
        const { pipeline, repository } = await subjectOf(writer, step.pipelineId);
        tellAudit(writer, {
          repository,
          operation: 'artifact.upload',
          actor: pipeline.sender,
          traceId: pipeline.trace_id,
          detail: { pipeline: pipeline.number, artifact: name, size: archive.size, files: archive.files },
        });
        return recordArtifact(writer, archive, { pipelineId: step.pipelineId, workflowId: lease.workflowId, step: step.name, name });
      })
      .catch(async (error: unknown) => {
        await blobs.remove(archive.blob);
        throw error;
      });
    if (replaced !== null) await blobs.remove(replaced);
  }

  async #assign(lease: Lease): Promise<Assignment> {
    const { store, keyring, cloneTokens } = this.#deps;
    const { payload, timeoutMinutes, pipeline, repository } = await store.read(async (db) => {
      const row = await db.selectFrom('workflows').selectAll().where('id', '=', lease.workflowId).executeTakeFirstOrThrow();
      const found = await findPipeline(db, row.pipeline_id);
      if (found === undefined) throw new MosaicError('not_found', 'The pipeline of this workflow was removed.');
      return {
        payload: row.payload,
        timeoutMinutes: row.timeout_minutes,
        pipeline: found,
        repository: await getRepository(db, row.repository_id),
      };
    });
    const config = JSON.parse(keyring.open(payloadContext(pipeline.id), payload)) as WorkflowConfig;
    const [cloneCredential, allowUnfenced] = await Promise.all([
      config.clone === undefined
        ? undefined
        : cloneTokens.mint(lease.workflowId, { forgeId: repository.forge_id, expiresInSeconds: timeoutMinutes * 60 + 300 }),
      cloneTokens.isAdministrator(pipeline.sender),
    ]);
    const id = `${lease.workflowId}.${lease.attempt}`;
    this.#leases.set(id, lease);
    const local: LocalWorkflowOptions = { allowUnfenced };
    return {
      workflowId: id,
      config,
      timeoutMinutes,
      backendOptions: { local },
      ...(cloneCredential === undefined ? {} : { cloneCredential }),
    };
  }

  /** Gives back what could not be handed out; the attempt does not count. */
  async #release(lease: Lease): Promise<void> {
    await this.#deps.events.transact(async ({ db }) => {
      await db
        .updateTable('queue')
        .set({ state: 'pending', lease: '', lease_until: 0 })
        .where('workflow_id', '=', lease.workflowId)
        .where('lease', '=', lease.token)
        .execute();
    });
  }

  async #forget(id: string, { workflowId }: Lease): Promise<void> {
    this.#leases.delete(id);
    await this.#deps.cloneTokens.revoke(workflowId);
    const rows = await this.#deps.store.read((db) => db.selectFrom('steps').select('uuid').where('workflow_id', '=', workflowId).execute());
    for (const { uuid } of rows) this.#steps.delete(uuid);
  }

  #lease(id: string): Lease {
    const lease = this.#leases.get(id);
    if (lease === undefined) throw new MosaicError('not_found', 'This server has handed out no such workflow.');
    return lease;
  }

  async #step({ workflowId }: Lease, uuid: string): Promise<{ id: number; pipelineId: number; name: string }> {
    const known = this.#steps.get(uuid);
    if (known !== undefined) return known;
    const row = await this.#deps.store.read((db) =>
      db
        .selectFrom('steps')
        .select(['id', 'pipeline_id', 'name'])
        .where('uuid', '=', uuid)
        .where('workflow_id', '=', workflowId)
        .executeTakeFirst(),
    );
    if (row === undefined) throw new MosaicError('not_found', 'The step does not belong to this workflow.');
    const step = { id: row.id, pipelineId: row.pipeline_id, name: row.name };
    this.#steps.set(uuid, step);
    return step;
  }

  async #cancelFor(writer: CiWriter, step: StepRow): Promise<void> {
    const pipeline = await findPipeline(writer.db, step.pipeline_id);
    if (pipeline !== undefined) await this.#deps.lifecycle.cancel(writer, pipeline, { by: `step ${step.name}`, graceMs: CANCEL_GRACE_MS });
  }
}

async function subjectOf(writer: CiWriter, pipelineId: number): Promise<{ pipeline: PipelineRow; repository: RepositoryRow }> {
  const pipeline = await findPipeline(writer.db, pipelineId);
  if (pipeline === undefined) throw new MosaicError('not_found', 'The pipeline was removed.');
  return { pipeline, repository: await getRepository(writer.db, pipeline.repository_id) };
}

/** The engine speaks Unix seconds with a fraction. */
function toMs(seconds: number): number {
  return Math.trunc(seconds * 1000);
}

function reportOf(state: StepState): StepReport {
  return {
    startedAt: toMs(state.started),
    finishedAt: toMs(state.finished),
    exited: state.exited,
    exitCode: state.exitCode,
    error: state.error,
    canceled: state.canceled,
    skipped: state.skipped,
  };
}
