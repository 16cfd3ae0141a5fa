import type { Readable } from 'node:stream';

import type { Assignment, LocalWorkflowOptions, LogEntry, Peer, StepState, WorkflowConfig, WorkflowState } from '@mosaic/engines/pipeline';
import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import { until, type Bus, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { AgentRow } from '../agents/agent-reader.ts';
import { noteContact, noteWork } from '../agents/agent-writer.ts';
import { recordArtifact, storeArchive } from '../artifacts/artifact-writer.ts';
import type { CiTables, CiWriter } from '../db/schema.ts';
import { logTopic, type LogStore } from '../logs/log-store.ts';
import { causeOf, emitAudit, workflowTopic } from '../pipelines/pipeline-facts.ts';
import { findPipeline, type PipelineRow, type StepRow } from '../pipelines/pipeline-reader.ts';
import { nextStepState, type StepReport } from '../pipelines/step-transition.ts';
import type { WorkflowLifecycle } from '../pipelines/workflow-lifecycle.ts';
import { leaseId, namedLease, requireLease, type Lease } from '../queue/lease.ts';
import type { Queue } from '../queue/queue.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { getRepository } from '../repositories/repository-reader.ts';
import type { CloneTokens } from './clone-tokens.ts';
import { payloadContext } from './payload.ts';

/** How long a poll for work is held; below the 60 s at which proxies cut. */
const POLL_MS = 50_000;
/** What the server grants beyond a workflow's own limit, which its runner enforces first. */
const GRACE_MS = 15_000;

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
  /** How long a question for work is held; 50 s where nothing is said. */
  pollMs?: number;
}

/** What does not change of a step. */
interface KnownStep {
  id: number;
  pipelineId: number;
  workflowId: number;
  name: string;
}

/** The CI server as one of its agents sees it. Every call bears the lease that came with the assignment, in the id. */
export class RunnerPeer implements Peer {
  readonly #deps: PeerDeps;
  readonly #agent: Pick<AgentRow, 'id' | 'backend'>;
  /** Steps of what runs here, by uuid; they do not change but for their state. */
  readonly #steps = new Map<string, KnownStep>();

  constructor(deps: PeerDeps, agent: Pick<AgentRow, 'id' | 'backend'>) {
    this.#deps = deps;
    this.#agent = agent;
  }

  async next(labels: Readonly<Record<string, string>>, signal: AbortSignal): Promise<Assignment | null> {
    const { id } = this.#agent;
    const { pollMs = POLL_MS } = this.#deps;
    const lease = await this.#deps.queue.next({ id, labels }, { waitMs: pollMs, signal });
    if (lease === null) {
      if (!signal.aborted) await noteContact(this.#deps.events, id);
      return null;
    }
    try {
      return await this.#assign(lease);
    } catch (error) {
      await this.#deps.queue.release(lease);
      throw error;
    }
  }

  async init(id: string, state: WorkflowState): Promise<void> {
    const lease = this.#lease(id);
    await this.#deps.events.transact(async (writer) => {
      await requireLease(writer.db, lease);
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
      await this.#deps.lifecycle.start(writer, lease, startedAt);
    });
  }

  async wait(id: string, signal: AbortSignal): Promise<{ canceled: boolean }> {
    const lease = this.#lease(id);
    const isOver = async () => ((await this.#deps.queue.standing(lease)) === 'held' ? null : true);
    const canceled = await until(this.#deps.bus, workflowTopic(lease.workflowId), isOver, { everyMs: POLL_MS, signal });
    return { canceled: canceled ?? false };
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
      const { isCanceled } = await requireLease(writer.db, lease);
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
    await this.#requireHeld(lease);
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
      // Taken from this agent: its credential goes with it, unless another attempt runs by now.
      if (await this.#deps.queue.isOver(lease.workflowId)) await this.#forget(lease);
      throw error;
    });
    await this.#forget(lease);
  }

  async #end(lease: Lease, state: WorkflowState): Promise<void> {
    await this.#deps.events.transact(async (writer) => {
      await requireLease(writer.db, lease);
      await noteWork(writer, lease.agentId);
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
    await this.#requireHeld(lease);
    const archive = await storeArchive(blobs, { pipelineId: step.pipelineId, name, tar, maxBytes: maxArtifactBytes });
    const replaced = await events
      .transact(async (writer) => {
        await requireLease(writer.db, lease);
        const { pipeline, repository } = await subjectOf(writer, step.pipelineId);
        emitAudit(writer.as(causeOf(pipeline)), {
          repository,
          operation: 'artifact.upload',
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
    const row = await store.read((db) =>
      db
        .selectFrom('workflows')
        .innerJoin('pipelines', 'pipelines.id', 'workflows.pipeline_id')
        .innerJoin('repositories', 'repositories.id', 'workflows.repository_id')
        .select(['workflows.payload', 'workflows.timeout_minutes', 'pipelines.id', 'pipelines.sender', 'repositories.forge_id'])
        .where('workflows.id', '=', lease.workflowId)
        .executeTakeFirst(),
    );
    if (row === undefined) throw new MosaicError('not_found', 'The pipeline of this workflow was removed.');
    const config = JSON.parse(keyring.open(payloadContext(row.id), row.payload)) as WorkflowConfig;
    const [cloneCredential, backendOptions] = await Promise.all([
      config.clone === undefined
        ? undefined
        : cloneTokens.mint(lease.workflowId, { forgeId: row.forge_id, expiresInSeconds: row.timeout_minutes * 60 + 300 }),
      this.#backendOptions(row.sender),
    ]);
    return {
      workflowId: leaseId(lease),
      config,
      timeoutMinutes: row.timeout_minutes,
      backendOptions,
      ...(cloneCredential === undefined ? {} : { cloneCredential }),
    };
  }

  async #backendOptions(sender: string): Promise<Record<string, unknown>> {
    if (this.#agent.backend !== 'local') return {};
    const local: LocalWorkflowOptions = { allowUnfenced: await this.#deps.cloneTokens.isAdministrator(sender) };
    return { local };
  }

  async #forget({ workflowId }: Lease): Promise<void> {
    await this.#deps.cloneTokens.revoke(workflowId);
    const rows = await this.#deps.store.read((db) => db.selectFrom('steps').select('uuid').where('workflow_id', '=', workflowId).execute());
    for (const { uuid } of rows) this.#steps.delete(uuid);
  }

  #lease(id: string): Lease {
    return namedLease(id, this.#agent.id);
  }

  async #requireHeld(lease: Lease): Promise<void> {
    await this.#deps.store.read((db) => requireLease(db, lease));
  }

  async #step({ workflowId }: Lease, uuid: string): Promise<KnownStep> {
    const known = this.#steps.get(uuid);
    if (known?.workflowId === workflowId) return known;
    const row = await this.#deps.store.read((db) =>
      db
        .selectFrom('steps')
        .select(['id', 'pipeline_id', 'name'])
        .where('uuid', '=', uuid)
        .where('workflow_id', '=', workflowId)
        .executeTakeFirst(),
    );
    if (row === undefined) throw new MosaicError('not_found', 'The step does not belong to this workflow.');
    const step = { id: row.id, pipelineId: row.pipeline_id, workflowId, name: row.name };
    this.#steps.set(uuid, step);
    return step;
  }

  async #cancelFor(writer: CiWriter, step: StepRow): Promise<void> {
    const pipeline = await findPipeline(writer.db, step.pipeline_id);
    if (pipeline !== undefined) await this.#deps.lifecycle.cancel(writer, pipeline, `step ${step.name}`);
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
