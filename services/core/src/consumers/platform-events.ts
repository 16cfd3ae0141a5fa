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
import { addPipeline } from '../pipelines/pipeline-writer.ts';
import type { PushWriter } from '../pushes/push-writer.ts';
import { activatedAt, type RepositoryWriter } from '../repositories/repository-writer.ts';
import type { DurableRuns } from '../runs/durable-runs.ts';

type Writer = EventWriter<CoreTables>;

const TYPES = [repositoryCreated, refUpdated, pipelineRunFinished, deploymentRequested, taskChanged].map(({ type }) => type);

export interface PlatformEventsDeps {
  mcp: CallMcp;
  events: EventLog<CoreTables>;
  log: Log;
  repositories: { writer: RepositoryWriter };
  pushes: { writer: PushWriter };
  durableRuns: DurableRuns;
}

/** Follows the platform's facts by `event_read`: journal rows and the run that an event asks for, with the cursor. */
export function consumePlatformEvents({ mcp, events, log, ...journal }: PlatformEventsDeps): Consumer {
  return createConsumer<CoreTables>({
    name: 'platform',
    feed: ({ after, limit, waitMs, signal }) => mcp(eventRead, { after, limit, waitMs, types: TYPES }, signal),
    events,
    log,
    apply: (writer, event) => applyEvent(writer, event, journal),
  });
}

type Journal = Pick<PlatformEventsDeps, 'repositories' | 'pushes' | 'durableRuns'>;

async function applyEvent(writer: Writer, event: EventRecord, journal: Journal): Promise<void> {
  const { repositories, durableRuns } = journal;
  switch (event.type) {
    case repositoryCreated.type:
      await repositories.writer.add(writer, event);
      return durableRuns.open(writer, 'activate', event);
    case refUpdated.type:
      return addPush(writer, event, journal);
    case pipelineRunFinished.type:
      await addPipeline(writer, event);
      return durableRuns.open(writer, 'pipeline', event);
    case deploymentRequested.type:
      return durableRuns.open(writer, 'deployment', event);
    case taskChanged.type:
      return eventData(taskChanged, event).state === 'completed' ? durableRuns.open(writer, 'validation', event) : undefined;
    default:
      return undefined;
  }
}

/** A push from before CI was enabled is delivered again; while activation is under way, its run finds the row. */
async function addPush(writer: Writer, event: EventRecord, { pushes, durableRuns }: Journal): Promise<void> {
  if (!(await pushes.writer.add(writer, event))) return;
  const since = await activatedAt(writer, eventData(refUpdated, event).repositoryId);
  if (since !== null && event.time <= since) await durableRuns.open(writer, 'redelivery', event);
}
