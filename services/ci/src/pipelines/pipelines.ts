import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { CiTables } from '../db/schema.ts';
import type { Forge } from '../forge/forge-gateway.ts';
import { cutMessage, titleOf } from '../hooks/message.ts';
import { explainQueue } from '../queue/queue-policy.ts';
import { readQueueSnapshot } from '../queue/queue-reader.ts';
import { requireActive } from '../repositories/repository-policy.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { emitAudit } from './pipeline-facts.ts';
import {
  countPipelines,
  getPipeline,
  getStep,
  latestPush,
  listChangedSince,
  listConfigs,
  listPipelines,
  newestChange,
  readTree,
  type PipelineRow,
  type PipelineSearch,
  type PipelineTree,
} from './pipeline-reader.ts';
import type { PipelineStarter, Started } from './pipeline-starter.ts';
import { deletePipelineRows } from './pipeline-writer.ts';
import { repeatOf, type RepeatWish } from './repeat.ts';
import { reviewPipeline } from './review-pipeline.ts';
import { isOpen } from './status-merge.ts';
import type { WorkflowLifecycle } from './workflow-lifecycle.ts';

export interface PipelinesDeps {
  store: Store<CiTables>;
  events: EventLog<CiTables>;
  blobs: BlobStore;
  forge: Pick<Forge, 'branchHead'>;
  lifecycle: WorkflowLifecycle;
  starter: PipelineStarter;
  publicUrl: string;
}

/** A pipeline with all below it, and why its workflows wait, by their ids. */
export interface PipelineView {
  tree: PipelineTree;
  reasons: ReadonlyMap<number, string>;
}

/** Who runs a pipeline, and in which journey. */
export interface Runner {
  login: string;
  email: string;
  cause: Cause;
}

/** The pipelines of repositories: looked at, run, stopped and removed. */
export class Pipelines {
  readonly #deps: PipelinesDeps;

  constructor(deps: PipelinesDeps) {
    this.#deps = deps;
  }

  /** @throws MosaicError (`not_found`). */
  get({ id }: RepositoryRow, number: number): Promise<PipelineRow> {
    return this.#deps.store.read((db) => getPipeline(db, id, number));
  }

  /** Of the newest push, to the default branch where none is named. @throws MosaicError (`not_found`) where there is none yet. */
  latest({ id, default_branch: usual }: RepositoryRow, branch = usual): Promise<PipelineRow> {
    return this.#deps.store.read((db) => latestPush(db, id, branch));
  }

  /** A page, newest first, and how many there are on all. */
  list({ id: repositoryId }: RepositoryRow, search: Omit<PipelineSearch, 'repositoryId'>): Promise<{ rows: PipelineRow[]; total: number }> {
    const wanted = { repositoryId, ...search };
    return this.#deps.store.read(async (db) => ({ rows: await listPipelines(db, wanted), total: await countPipelines(db, wanted) }));
  }

  view(pipeline: PipelineRow): Promise<PipelineView> {
    return this.#deps.store.read(async (db) => {
      const tree = await readTree(db, pipeline);
      const isWaiting = tree.workflows.some(({ workflow }) => workflow.state === 'pending');
      return { tree, reasons: isWaiting ? explainQueue(await readQueueSnapshot(db)) : new Map() };
    });
  }

  /** The files that it was compiled from. */
  configs({ id }: PipelineRow) {
    return this.#deps.store.read((db) => listConfigs(db, id));
  }

  /** @throws MosaicError (`not_found`) for a step of another pipeline. */
  step({ id }: Pick<PipelineRow, 'id'>, stepId: number) {
    return this.#deps.store.read((db) => getStep(db, id, stepId));
  }

  /** When any pipeline changed last, unix ms. */
  newestChange(): Promise<number> {
    return this.#deps.store.read(newestChange);
  }

  /** Pipelines of all repositories that changed at a time or later, in that order. */
  changedSince(since: number, limit: number): Promise<PipelineRow[]> {
    return this.#deps.store.read((db) => listChangedSince(db, since, limit));
  }

  /** Runs the head of a branch. */
  async run(
    repository: RepositoryRow,
    { branch, variables }: { branch: string; variables: Readonly<Record<string, string>> },
    { login, email, cause }: Runner,
  ): Promise<PipelineRow> {
    requireActive(repository);
    const head = await this.#deps.forge.branchHead(repository, branch);
    if (head === null) throw new MosaicError('not_found', `There is no branch "${branch}".`);
    const message = cutMessage(head.message) || `MANUAL PIPELINE @ ${branch}`;
    const draft = {
      event: 'manual' as const,
      branch,
      ref: `refs/heads/${branch}`,
      sha: head.sha,
      before: '',
      title: titleOf(message),
      message,
      author: login,
      authorEmail: email,
      sender: login,
      forgeUrl: `${repository.forge_url}/commit/${head.sha}`,
      changedFiles: [],
    };
    return requireRun(await this.#deps.starter.start(repository, draft, { traceId: cause.traceId, variables }), 'manual');
  }

  /** Runs a commit again, or deploys it. A service asks for somebody whom it does not name; the run stays with whom it was for. */
  async repeat(
    { repository, pipeline }: { repository: RepositoryRow; pipeline: PipelineRow },
    { wish, isService, cause }: { wish: RepeatWish; isService: boolean; cause: Cause },
  ): Promise<PipelineRow> {
    requireActive(repository);
    const sender = isService ? pipeline.sender : cause.actor;
    const files = await this.configs(pipeline);
    const { draft, origin } = repeatOf({ repository, pipeline, files }, { wish, sender, traceId: cause.traceId });
    return requireRun(await this.#deps.starter.start(repository, draft, origin), draft.event === 'deployment' ? 'deployment' : null);
  }

  /** Approves or declines one that waits for it, and answers it as it is then. An approved one is prepared as any other. */
  async review(
    { repository, pipeline }: { repository: RepositoryRow; pipeline: PipelineRow },
    verdict: 'approve' | 'decline',
    cause: Cause,
  ): Promise<PipelineRow> {
    await reviewPipeline(this.#deps, { repository, pipeline, cause, verdict });
    if (verdict === 'approve') await this.#deps.starter.prepare(pipeline.id);
    return this.get(repository, pipeline.number);
  }

  /** @throws MosaicError (`conflict`) for one that is over. */
  async cancel(repository: RepositoryRow, number: number, cause: Cause): Promise<void> {
    await this.#deps.events.transact(async (writer) => {
      const pipeline = await getPipeline(writer.db, repository.id, number);
      if (!isOpen(pipeline.status)) throw new MosaicError('conflict', `Pipeline ${number} is already over (${pipeline.status}).`);
      await this.#deps.lifecycle.cancel(writer, pipeline, cause.actor);
      emitAudit(writer.as(cause), { repository, operation: 'pipeline.cancel', detail: { pipeline: number } });
    });
  }

  /** Removes one that is over, with its logs and artifacts. @throws MosaicError (`conflict`) for one that is not. */
  async remove(repository: RepositoryRow, number: number, cause: Cause): Promise<void> {
    const { events, blobs } = this.#deps;
    const id = await events.transact(async (writer) => {
      const pipeline = await getPipeline(writer.db, repository.id, number);
      if (isOpen(pipeline.status)) throw new MosaicError('conflict', `Pipeline ${number} still runs. Cancel it first.`);
      await deletePipelineRows(writer, pipeline.id);
      emitAudit(writer.as(cause), { repository, operation: 'pipeline.delete', detail: { pipeline: number } });
      return pipeline.id;
    });
    await blobs.remove(`logs/${id}`);
    await blobs.remove(`artifacts/${id}`);
  }
}

/** @throws MosaicError (`invalid_input`) when nothing of the files fits; `event` says what they lack. */
function requireRun(started: Started, event: string | null): PipelineRow {
  if ('pipeline' in started) return started.pipeline;
  throw new MosaicError(
    'invalid_input',
    event === null ? started.filtered : `${started.filtered} Add a workflow for the event "${event}".`,
  );
}
