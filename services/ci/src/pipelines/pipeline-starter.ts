import { setTimeout as delay } from 'node:timers/promises';

import { isSkipped, PipelineCompiler, type CompileRequest, type CompileResult, type PipelineFault } from '@mosaic/engines/pipeline';
import { fromJson, type Store, toJson } from '@mosaic/platform/db';
import { faultKind, isMosaicError, MosaicError } from '@mosaic/platform/errors';
import { takeUp, type Bus, type EventLog } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';
import { backoff } from '@mosaic/platform/waiting';

import type { CiSettings } from '../config.ts';
import type { CiTables, CiWriter } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';
import { cutMessage, titleOf } from '../hooks/message.ts';
import { needsApproval } from '../repositories/approval-policy.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { getRepository } from '../repositories/repository-reader.ts';
import { openSecrets } from '../secrets/secret-reader.ts';
import { replaceStatuses } from '../statuses/replace-statuses.ts';
import { enqueuePipelineStatus } from '../statuses/status-writer.ts';
import type { Suspensions } from '../suspensions/suspensions.ts';
import { compileRequest } from './compile.ts';
import type { PipelineDraft, PipelineOrigin } from './pipeline-draft.ts';
import { emitFinished, emitQueued } from './pipeline-facts.ts';
import { findPipeline, listConfigs, listOvertaken, previousPipeline, type PipelineRow } from './pipeline-reader.ts';
import { insertConfigs, insertPipeline, insertWorkflows, removeFiltered } from './pipeline-writer.ts';
import { pullRequestOf } from './pull-request.ts';
import type { WorkflowLifecycle } from './workflow-lifecycle.ts';

export interface StarterDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  forge: Forge;
  keyring: Keyring;
  bus: Bus;
  log: Log;
  settings: CiSettings;
  lifecycle: WorkflowLifecycle;
  suspensions: Suspensions;
}

/** What became of a wish for a pipeline. */
export type Started = { pipeline: PipelineRow } | { filtered: string };

/** How long a caller waits for the forge; the pipeline goes on being prepared after that (upstream: 5 s). */
const CALLER_WAIT_MS = 5_000;
/** Pauses between tries to read the configuration; given up after a day. */
const BACKOFF_MS = { first: 250, last: 30_000 };
const GIVE_UP_MS = 24 * 60 * 60_000;
/** Pipelines read from the forge at once. */
const MAX_PREPARING = 8;

/**
 * Makes pipelines: first the row, so that a delivery is never forgotten; then the configuration is read and compiled, and
 * workflows, steps and queue entries are added in one transaction. What a crash left in between is taken up at start.
 */
export class PipelineStarter implements AsyncDisposable {
  readonly #deps: StarterDeps;
  readonly #preparing = new Map<number, Promise<Started>>();
  readonly #stop = new AbortController();
  readonly #waiting: (() => void)[] = [];
  readonly #compiler = new PipelineCompiler();
  #busy = 0;

  constructor(deps: StarterDeps) {
    this.#deps = deps;
  }

  /** The same delivery again answers the same pipeline. Filtered: there is nothing to run, and no row is left. */
  async start(repository: RepositoryRow, draft: PipelineDraft, origin: PipelineOrigin): Promise<Started> {
    if (isSkipped(draft.event, draft.message)) return { filtered: 'The commit message asks for no pipeline.' };
    const { pipeline } = await this.#deps.events.transact((writer) => insertPipeline(writer, repository.id, { draft, origin }));
    if (pipeline.status !== 'created') return { pipeline };
    const timer = new AbortController();
    const prepared = this.#prepareOnce(pipeline.id);
    prepared.catch(() => undefined);
    const late = delay(CALLER_WAIT_MS, { pipeline }, { signal: timer.signal, ref: false });
    late.catch(() => undefined);
    return Promise.race([prepared, late]).finally(() => timer.abort());
  }

  /** Goes on with a pipeline whose row says `created` again: it was approved. */
  async prepare(pipelineId: number): Promise<void> {
    await this.#prepareOnce(pipelineId);
  }

  /** Takes up what the predecessor left between its two transactions, oldest first. */
  async resume(): Promise<void> {
    const left = await this.#deps.store.read((db) =>
      db.selectFrom('pipelines').select('id').where('status', '=', 'created').orderBy('id').execute(),
    );
    for (const { id } of left)
      void this.#takeUp(id).catch((error: unknown) => this.#deps.log.debug({ err: error, pipelineId: id }, 'stopped'));
  }

  async #takeUp(id: number): Promise<void> {
    const { store, log } = this.#deps;
    try {
      await takeUp(store, `pipeline ${id}`, () => this.#prepareOnce(id));
    } catch (error) {
      if (faultKind(error) !== 'permanent' || !(error instanceof Error)) throw error;
      log.error({ err: error, pipelineId: id }, 'a pipeline is given up');
      const pipeline = await store.read((db) => findPipeline(db, id));
      if (pipeline !== undefined) await this.#fail(pipeline, [generic(error.message)]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    for (const resolve of this.#waiting.splice(0)) resolve();
    await this.#compiler[Symbol.asyncDispose]();
    await Promise.allSettled(this.#preparing.values());
  }

  #prepareOnce(pipelineId: number): Promise<Started> {
    const running = this.#preparing.get(pipelineId);
    if (running !== undefined) return running;
    const preparing = this.#prepareUntilDone(pipelineId).finally(() => this.#preparing.delete(pipelineId));
    this.#preparing.set(pipelineId, preparing);
    return preparing;
  }

  async #prepareUntilDone(pipelineId: number): Promise<Started> {
    const { log, store } = this.#deps;
    for (let failures = 1; ; failures++) {
      const pauseMs = backoff(BACKOFF_MS, failures);
      await this.#slot();
      try {
        return await this.#prepare(pipelineId);
      } catch (error) {
        if (this.#stop.signal.aborted) throw error;
        const pipeline = await store.read((db) => findPipeline(db, pipelineId));
        if (pipeline === undefined) return { filtered: 'The pipeline was removed.' };
        const isPermanent = faultKind(error) === 'permanent';
        if (isPermanent || Date.now() - pipeline.created_at > GIVE_UP_MS) {
          log.warn({ err: error, pipelineId }, 'a pipeline could not be prepared');
          return await this.#fail(pipeline, [generic(isMosaicError(error) ? error.message : isPermanent ? REFUSED : GAVE_UP)]);
        }
        log.warn({ err: error, pipelineId, pauseMs }, 'a pipeline could not be prepared; it is tried again');
      } finally {
        this.#free();
      }
      await delay(pauseMs, undefined, { signal: this.#stop.signal });
    }
  }

  async #prepare(pipelineId: number): Promise<Started> {
    const { store, keyring, settings, events } = this.#deps;
    const found = await this.#complete(pipelineId);
    if (found === null) return { filtered: 'The pipeline was removed.' };
    const { pipeline, repository, files } = found;
    if (files.length === 0) return this.#filter(pipeline, 'There is no pipeline file at this commit.');
    const { secrets, previous } = await store.read(async (db) => ({
      secrets: await openSecrets(db, keyring, repository.id),
      previous: await previousPipeline(db, pipeline),
    }));
    const result = await this.#compile(pipelineId, compileRequest({ repository, pipeline, previous, files, secrets, settings }));
    if (result.filtered) return this.#filter(pipeline, 'No workflow fits this event.');
    if (result.workflows.length === 0) return this.#fail(pipeline, result.errors, files);
    if (needsApproval(repository, pipeline)) return this.#block(pipeline, files);
    await events.transact((writer) => this.#enqueue(writer, { pipeline, repository, files, result }));
    return this.#present(pipelineId);
  }

  /** Compiling reads nothing but its input: what fails once fails again, so a fault of ours ends the pipeline too. */
  async #compile(pipelineId: number, request: CompileRequest): Promise<CompileResult> {
    try {
      return await this.#compiler.compile(request);
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      this.#deps.log.error({ err: error, pipelineId }, 'a pipeline file made the compiler fail');
      return { errors: [generic(COMPILER_FAILED)], workflows: [], filtered: false };
    }
  }

  /** Reads what is missing: the files, and the commit's message where the event did not carry it. */
  async #complete(
    pipelineId: number,
  ): Promise<{ pipeline: PipelineRow; repository: RepositoryRow; files: { name: string; text: string }[] } | null> {
    const { store, forge, events } = this.#deps;
    const found = await store.read(async (db) => {
      const row = await findPipeline(db, pipelineId);
      if (row === undefined || row.status !== 'created') return null;
      return { pipeline: row, repository: await getRepository(db, row.repository_id), stored: await listConfigs(db, pipelineId) };
    });
    if (found === null) return null;
    const { repository, stored } = found;
    let { pipeline } = found;
    if (pipeline.message === '') {
      const commit = await forge.commit(repository, pipeline.sha);
      if (commit !== null) {
        const change = {
          message: cutMessage(commit.message),
          title: titleOf(commit.message),
          author: pipeline.author || commit.author,
          author_email: commit.email,
        };
        await events.transact(async ({ db }) => {
          await db.updateTable('pipelines').set(change).where('id', '=', pipelineId).execute();
        });
        pipeline = { ...pipeline, ...change };
      }
    }
    pipeline = await this.#withChangedFiles(pipeline, repository);
    const files =
      stored.length > 0
        ? stored.map(({ name, data }) => ({ name, text: data }))
        : await forge.readConfig(repository, pipeline.sha, repository.config_file);
    return { pipeline, repository, files };
  }

  /** The event of a pull request does not carry its files, which conditions ask for; a repeat has them from the first time. */
  async #withChangedFiles(pipeline: PipelineRow, repository: RepositoryRow): Promise<PipelineRow> {
    const pull = pullRequestOf(pipeline);
    if (pull === undefined || fromJson(pipeline.changed_files).length > 0) return pipeline;
    const change = { changed_files: toJson(await this.#deps.forge.changedFiles(repository, pull.number)) };
    await this.#deps.events.transact(async ({ db }) => {
      await db.updateTable('pipelines').set(change).where('id', '=', pipeline.id).execute();
    });
    return { ...pipeline, ...change };
  }

  async #enqueue(
    writer: CiWriter,
    {
      pipeline,
      repository,
      files,
      result,
    }: { pipeline: PipelineRow; repository: RepositoryRow; files: readonly { name: string; text: string }[]; result: CompileResult },
  ): Promise<void> {
    const { keyring, settings, lifecycle, suspensions } = this.#deps;
    const now = await findPipeline(writer.db, pipeline.id);
    // Canceled or removed while its files were read.
    if (now?.status !== 'created') return;
    if (await suspensions.stopIfSuspended(writer, now)) return;
    await insertConfigs(writer, pipeline.id, files);
    await writer.db
      .updateTable('pipelines')
      .set({ status: 'pending', errors: toJson(result.errors) })
      .where('id', '=', pipeline.id)
      .execute();
    await insertWorkflows(writer, { keyring, publicUrl: settings.publicUrl }, { pipeline, repository, workflows: result.workflows });
    await replaceStatuses(writer, { repository, pipeline, publicUrl: settings.publicUrl });
    emitQueued({ writer, repository, pipeline });
    const overtaken = await listOvertaken(writer.db, repository, pipeline);
    for (const older of overtaken) await lifecycle.cancel(writer, older, `pipeline ${pipeline.number}`);
    await lifecycle.touch(writer, pipeline.id);
  }

  /** Nothing of it runs until somebody of the repository has looked at it. */
  async #block(pipeline: PipelineRow, files: readonly { name: string; text: string }[]): Promise<Started> {
    const { events, settings, lifecycle, suspensions } = this.#deps;
    await events.transact(async (writer) => {
      if (await suspensions.stopIfSuspended(writer, pipeline)) return;
      const repository = await getRepository(writer.db, pipeline.repository_id);
      await insertConfigs(writer, pipeline.id, files);
      await writer.db
        .updateTable('pipelines')
        .set({ status: 'blocked' })
        .where('id', '=', pipeline.id)
        .where('status', '=', 'created')
        .execute();
      const text = 'The pipeline waits for approval';
      await enqueuePipelineStatus(writer, { repository, pipeline, publicUrl: settings.publicUrl }, { state: 'blocked', text });
      await lifecycle.touch(writer, pipeline.id);
    });
    return this.#present(pipeline.id);
  }

  /** The configuration is wrong: the pipeline ends as `error` and says what to do. */
  async #fail(
    pipeline: PipelineRow,
    errors: readonly PipelineFault[],
    files: readonly { name: string; text: string }[] = [],
  ): Promise<Started> {
    const { events, settings, lifecycle } = this.#deps;
    await events.transact(async (writer) => {
      const repository = await getRepository(writer.db, pipeline.repository_id);
      await insertConfigs(writer, pipeline.id, files);
      await writer.db
        .updateTable('pipelines')
        .set({ status: 'error', errors: toJson(errors), finished_at: Date.now() })
        .where('id', '=', pipeline.id)
        .execute();
      const subject = { repository, pipeline, publicUrl: settings.publicUrl };
      await replaceStatuses(writer, subject);
      await enqueuePipelineStatus(writer, subject, { state: 'error', text: 'The pipeline file has an error' });
      const failed = await findPipeline(writer.db, pipeline.id);
      emitQueued({ writer, repository, pipeline });
      if (failed !== undefined) emitFinished({ writer, repository, pipeline: failed });
      await lifecycle.touch(writer, pipeline.id);
    });
    return this.#present(pipeline.id);
  }

  async #filter(pipeline: PipelineRow, reason: string): Promise<Started> {
    await this.#deps.events.transact(async (writer) => {
      await removeFiltered(writer, pipeline);
      // Later pipelines of the branch may have waited for this one.
      await this.#deps.lifecycle.touch(writer, pipeline.id);
    });
    return { filtered: reason };
  }

  async #present(pipelineId: number): Promise<Started> {
    const pipeline = await this.#deps.store.read((db) => findPipeline(db, pipelineId));
    if (pipeline === undefined) throw new MosaicError('not_found', 'The pipeline was removed.');
    return { pipeline };
  }

  async #slot(): Promise<void> {
    while (this.#busy >= MAX_PREPARING && !this.#stop.signal.aborted) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#busy += 1;
  }

  #free(): void {
    this.#busy -= 1;
    this.#waiting.shift()?.();
  }
}

const GAVE_UP = 'The pipeline files could not be read from the forge for a day. Check that the forge runs, then restart the pipeline.';

const REFUSED = 'The forge did not hand out the pipeline files. The log of the server says why; restart the pipeline once that is mended.';

const COMPILER_FAILED =
  'The pipeline files could not be compiled for a fault on our side. The log of the server says more; tell its operator.';

function generic(message: string): PipelineFault {
  return { type: 'generic', message, is_warning: false, data: { file: '' } };
}
