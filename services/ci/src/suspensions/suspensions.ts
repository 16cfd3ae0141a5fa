import type { PipelineFault } from '@mosaic/engines/pipeline';
import { fromJson, toJson } from '@mosaic/platform/db';
import type { EventLog } from '@mosaic/platform/events';

import type { CiTables, CiWriter } from '../db/schema.ts';
import { findPipeline, type PipelineRow } from '../pipelines/pipeline-reader.ts';
import { isOpen } from '../pipelines/status-merge.ts';
import type { WorkflowLifecycle } from '../pipelines/workflow-lifecycle.ts';
import { listOpenOf, suspenderOf } from './suspension-reader.ts';

/**
 * Pipelines of those who were suspended. Their credentials are gone, so nothing runs in their name: what they began is stopped with the
 * reason, and what comes late, e.g. with a webhook that was under way, does not begin.
 */
export class Suspensions {
  readonly #events: EventLog<CiTables>;
  readonly #lifecycle: WorkflowLifecycle;

  constructor({ events, lifecycle }: { events: EventLog<CiTables>; lifecycle: WorkflowLifecycle }) {
    this.#events = events;
    this.#lifecycle = lifecycle;
  }

  /** May be repeated. A transaction a pipeline, so that no other write waits long. */
  async suspend(login: string, by: string): Promise<void> {
    const row = { login_lower: login.toLowerCase(), suspended_by: by };
    await this.#events.transact(async ({ db }) => {
      await db.deleteFrom('suspended').where('login_lower', '=', row.login_lower).execute();
      await db.insertInto('suspended').values(row).execute();
    });
    for (const id of await this.#events.read((db) => listOpenOf(db, login)))
      await this.#events.transact(async (writer) => {
        const pipeline = await findPipeline(writer.db, id);
        // What is stopping already, after a repeat, has its reason.
        if (pipeline !== undefined && isOpen(pipeline.status) && pipeline.canceled_by === '') await this.stopIfSuspended(writer, pipeline);
      });
  }

  /** What was stopped stays so; whoever may write to the repository runs it again. */
  async reinstate(login: string): Promise<void> {
    await this.#events.transact(async ({ db }) => {
      await db.deleteFrom('suspended').where('login_lower', '=', login.toLowerCase()).execute();
    });
  }

  /** Stops an open pipeline whose sender is suspended, and says whether it did. */
  async stopIfSuspended(writer: CiWriter, pipeline: PipelineRow): Promise<boolean> {
    const by = await suspenderOf(writer.db, pipeline.sender);
    if (by === null) return false;
    const told = fromJson(pipeline.errors);
    await writer.db
      .updateTable('pipelines')
      .set({ errors: toJson([...told, reasonFor(pipeline.sender)]) })
      .where('id', '=', pipeline.id)
      .execute();
    await this.#lifecycle.cancel(writer, pipeline, by);
    return true;
  }
}

function reasonFor(login: string): PipelineFault {
  return {
    type: 'generic',
    message: `${login} was suspended, so what ${login} began was stopped. Whoever may write to the repository can run it again.`,
    is_warning: false,
    data: { file: '' },
  };
}
