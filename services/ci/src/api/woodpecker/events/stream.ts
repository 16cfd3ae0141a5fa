import { getStreamEvents, type PipelineChange } from '@mosaic/contracts/woodpecker';
import { looks } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';

import { PIPELINES_TOPIC } from '../../../pipelines/pipeline-facts.ts';
import { implement } from '../../ci-operation.ts';
import type { CiContext } from '../../../context.ts';
import { openEventStream, type EventStream } from '../../event-stream.ts';
import { presentPipeline } from '../../../present/pipeline.ts';
import { presentRepository } from '../../../present/repository.ts';

/** Longest sleep between two looks when no word comes, ms. */
const LOOK_MS = 15_000;
/** Changes looked at at once. */
const PAGE = 100;
/** Pipelines whose last shown form is remembered, to send none twice. */
const REMEMBERED = 500;

export const streamEvents = implement(getStreamEvents, {
  access: 'anyone',
  handle: async ({ caller, again, raw, reply }, context) => {
    const look = await createLook(context, caller);
    const stream = await openEventStream(context, { caller, raw, reply, requireRight: again });
    await follow(context, stream, look).catch((error: unknown) => context.log.warn({ err: error }, 'events could not be followed'));
    stream.end();
    return reply;
  },
});

/** Looks for what has changed since the last look and tells each change; answers whether there may be more. */
type Look = (tell: (data: string) => void) => Promise<boolean>;

async function follow(context: CiContext, stream: EventStream, look: Look): Promise<void> {
  for await (const turn of looks(context.bus, PIPELINES_TOPIC, stream.signal)) {
    const isMore = await look((data) => stream.send({ data }));
    turn.within(isMore ? 0 : LOOK_MS);
  }
}

/** Changes from now on. A change that commits later than this read is not older than the newest that it finds. */
async function createLook(context: CiContext, caller: Caller): Promise<Look> {
  const { pipelines, repositories } = context;
  let since = await pipelines.newestChange();
  const shown = new Map<number, string>();
  const look: Look = async (tell) => {
    // Two changes may fall into one millisecond; what was shown already is left out below.
    const rows = await pipelines.changedSince(since, PAGE);
    for (const row of rows) {
      const repository = await repositories.find(row.repository_id);
      if (repository === undefined) continue;
      if (!(await context.access.allows(caller, repository, { resource: 'pipeline', action: 'pull' }))) continue;
      const change = { repo: presentRepository(repository), pipeline: presentPipeline(await pipelines.view(row)) } satisfies PipelineChange;
      const data = JSON.stringify(change);
      if (shown.get(row.id) === data) continue;
      shown.delete(row.id);
      shown.set(row.id, data);
      if (shown.size > REMEMBERED) shown.delete(shown.keys().next().value as number);
      tell(data);
    }
    const last = rows.at(-1)?.updated_at ?? since;
    // A full page may have more behind it.
    const isMore = rows.length === PAGE && last > since;
    since = last;
    return isMore;
  };
  // What is there before the stream begins is no change.
  await look(() => undefined);
  return look;
}
