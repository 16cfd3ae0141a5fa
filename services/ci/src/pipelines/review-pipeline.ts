import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { CiTables } from '../db/schema.ts';
import type { RepositoryRow } from '../repositories/repository.ts';
import { enqueuePipelineStatus } from '../statuses/status-writer.ts';
import { emitAudit, emitFinished } from './pipeline-facts.ts';
import { getPipeline, type PipelineRow } from './pipeline-reader.ts';
import type { WorkflowLifecycle } from './workflow-lifecycle.ts';

interface Review {
  repository: RepositoryRow;
  pipeline: PipelineRow;
  /** Who looked at it. */
  cause: Cause;
  verdict: 'approve' | 'decline';
}

/** Approves or declines a pipeline that waits for it; an approved one is `created` again and goes on as any other. */
export async function reviewPipeline(
  { events, lifecycle, publicUrl }: { events: EventLog<CiTables>; lifecycle: WorkflowLifecycle; publicUrl: string },
  { repository, pipeline: { number }, cause, verdict }: Review,
): Promise<void> {
  await events.transact(async (writer) => {
    const pipeline = await getPipeline(writer.db, repository.id, number);
    if (pipeline.status !== 'blocked')
      throw new MosaicError('conflict', `Pipeline ${number} does not wait for approval; its state is ${pipeline.status}.`);
    const now = Date.now();
    const outcome = verdict === 'approve' ? { status: 'created' } : { status: 'declined', finished_at: now };
    await writer.db
      .updateTable('pipelines')
      .set({ ...outcome, reviewed_by: cause.actor, reviewed_at: now })
      .where('id', '=', pipeline.id)
      .execute();
    emitAudit(writer.as(cause), { repository, operation: `pipeline.${verdict}`, detail: { pipeline: number } });
    if (verdict === 'decline') {
      const subject = { repository, pipeline, publicUrl };
      await enqueuePipelineStatus(writer, subject, { state: 'declined', text: `Declined by ${cause.actor}` });
      emitFinished({ writer, repository, pipeline: await getPipeline(writer.db, repository.id, number) });
    }
    await lifecycle.touch(writer, pipeline.id);
  });
}
