import {
  deploymentRequested,
  eventData,
  eventRead,
  type EventRecord,
  pipelineRunFinished,
  refUpdated,
  repositoryCreated,
  taskChanged,
} from '@mosaic/contracts/mosaic';
import { createConsumer, type Consumer, type EventLog, type EventWriter } from '@mosaic/platform/events';
import type { Log } from '@mosaic/platform/log';

import type { CoreTables } from '../db/schema.ts';
import type { CallMcp } from '../neighbours.ts';
import type { Runs } from '../runs/runs.ts';

type Writer = EventWriter<CoreTables>;

const TYPES = [repositoryCreated, refUpdated, pipelineRunFinished, deploymentRequested, taskChanged].map(({ type }) => type);

/** Follows the platform's facts by `event_read`: journal rows and the run that an event asks for, with the cursor. */
export function consumePlatformEvents({
  mcp,
  events,
  log,
  runs,
}: {
  mcp: CallMcp;
  events: EventLog<CoreTables>;
  log: Log;
  runs: Runs;
}): Consumer {
  return createConsumer<CoreTables>({
    name: 'platform',
    feed: ({ after, limit, waitMs, signal }) => mcp(eventRead, { after, limit, waitMs, types: TYPES }, signal),
    events,
    log,
    apply: (writer, event) => applyEvent(writer, event, runs),
  });
}

async function applyEvent(writer: Writer, event: EventRecord, runs: Runs): Promise<void> {
  switch (event.type) {
    case repositoryCreated.type:
      await addRepository(writer, event);
      return runs.open(writer, 'activate', event);
    case refUpdated.type:
      return addPush(writer, event, runs);
    case pipelineRunFinished.type:
      await addPipeline(writer, event);
      return runs.open(writer, 'pipeline', event);
    case deploymentRequested.type:
      return runs.open(writer, 'deployment', event);
    case taskChanged.type:
      return eventData(taskChanged, event).state === 'completed' ? runs.open(writer, 'validation', event) : undefined;
    default:
      return undefined;
  }
}

async function addRepository({ db }: Writer, event: EventRecord): Promise<void> {
  const { repositoryId, repository } = eventData(repositoryCreated, event);
  await db.deleteFrom('repositories').where('repository_id', '=', repositoryId).execute();
  await db.insertInto('repositories').values({ repository_id: repositoryId, repository, activated_at: null }).execute();
}

/** A push from before CI was enabled is delivered again; while activation is under way, its run finds the row. */
async function addPush(writer: Writer, event: EventRecord, runs: Runs): Promise<void> {
  const { db } = writer;
  const { repositoryId, ref, before, after } = eventData(refUpdated, event);
  const known = await db.selectFrom('pushes').select('event_id').where('event_id', '=', event.id).executeTakeFirst();
  if (known !== undefined) return;
  await db
    .insertInto('pushes')
    .values({ event_id: event.id, repository_id: repositoryId, ref, before_sha: before, after_sha: after, time: event.time })
    .execute();
  const row = await db.selectFrom('repositories').select('activated_at').where('repository_id', '=', repositoryId).executeTakeFirst();
  if (row?.activated_at != null && event.time <= row.activated_at) await runs.open(writer, 'redelivery', event);
}

async function addPipeline({ db }: Writer, event: EventRecord): Promise<void> {
  const { repositoryId, number, branch, ref, event: kind, status } = eventData(pipelineRunFinished, event);
  if (ref !== `refs/heads/${branch}`) return;
  await db.deleteFrom('pipelines').where('repository_id', '=', repositoryId).where('number', '=', number).execute();
  await db.insertInto('pipelines').values({ repository_id: repositoryId, number, branch, event: kind, status }).execute();
}
