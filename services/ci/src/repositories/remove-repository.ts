import type { BlobStore } from '@mosaic/platform/blobs';
import type { Store } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { CiTables } from '../db/schema.ts';
import { emitAudit } from '../pipelines/pipeline-facts.ts';
import { deletePipelineRows } from '../pipelines/pipeline-writer.ts';
import { isOpen } from '../pipelines/status-merge.ts';
import type { RepositoryRow } from './repository.ts';

/** Removes a repository with all its pipelines; refused while one runs. A transaction a pipeline, so that no other write waits long. */
export async function removeRepository(
  { store, events, blobs }: { store: Store<CiTables>; events: EventLog<CiTables>; blobs: BlobStore },
  repository: RepositoryRow,
  cause: Cause,
): Promise<void> {
  const pipelines = await store.read((db) =>
    db.selectFrom('pipelines').select(['id', 'number', 'status']).where('repository_id', '=', repository.id).execute(),
  );
  const open = pipelines.find(({ status }) => isOpen(status));
  if (open !== undefined) throw new MosaicError('conflict', `Pipeline ${open.number} still runs. Cancel it first.`);
  for (const { id } of pipelines) {
    await events.transact((writer) => deletePipelineRows(writer, id));
    await blobs.remove(`logs/${id}`);
    await blobs.remove(`artifacts/${id}`);
  }
  await events.transact(async (writer) => {
    await writer.db.deleteFrom('secrets').where('repository_id', '=', repository.id).execute();
    await writer.db.deleteFrom('statuses').where('repository_id', '=', repository.id).execute();
    await writer.db.deleteFrom('repositories').where('id', '=', repository.id).execute();
    emitAudit(writer.as(cause), { repository, operation: 'repository.remove' });
  });
}
