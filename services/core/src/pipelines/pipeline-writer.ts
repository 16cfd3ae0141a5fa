import { eventData, type EventRecord, pipelineRunFinished } from '@mosaic/contracts/mosaic';
import type { Writer } from '@mosaic/platform/db';

import type { CoreTables } from '../db/schema.ts';

/** Notes how a branch's pipeline ended; those of tags and pull requests are nobody's past. */
export async function addPipeline({ db }: Writer<CoreTables>, event: EventRecord): Promise<void> {
  const { repositoryId, number, branch, ref, event: kind, status } = eventData(pipelineRunFinished, event);
  if (ref !== `refs/heads/${branch}`) return;
  await db.deleteFrom('pipelines').where('repository_id', '=', repositoryId).where('number', '=', number).execute();
  await db.insertInto('pipelines').values({ repository_id: repositoryId, number, branch, event: kind, status }).execute();
}
