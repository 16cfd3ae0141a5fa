import { operation } from '@mosaic/platform/http';
import type { Caller } from '@mosaic/platform/identity';

import { PIPELINES_TOPIC } from '../pipelines/pipeline-facts.ts';
import { listChangedSince } from '../pipelines/pipeline-reader.ts';
import { findRepository } from '../repositories/repository-reader.ts';
import { showPipeline, type CiContext } from './context.ts';
import { openEventStream, type EventStream } from './event-stream.ts';
import { presentRepository } from './present/repository.ts';

/** Longest sleep between two looks when no word comes, ms. */
const LOOK_MS = 15_000;
/** Changes looked at at once. */
const PAGE = 100;
/** Pipelines whose last shown form is remembered, to send none twice. */
const REMEMBERED = 500;

/** `GET /api/stream/events`: each change of a pipeline as `{repo, pipeline}`, of repositories that the caller may read. */
export const streamEvents = operation<CiContext>()({
  method: 'GET',
  path: '/stream/events',
  access: 'anyone',
  handle: async ({ caller, again, raw, reply }, context) => {
    const stream = await openEventStream(context, { caller, raw, reply, requireRight: again });
    await follow(context, stream, caller).catch((error: unknown) => context.log.warn({ err: error }, 'events could not be followed'));
    stream.end();
    return reply;
  },
});

async function follow(context: CiContext, stream: EventStream, caller: Caller): Promise<void> {
  const shown = new Map<number, string>();
  let since = Date.now();
  while (!stream.signal.aborted) {
    const wake = new AbortController();
    const word = context.bus.wait(PIPELINES_TOPIC, LOOK_MS, AbortSignal.any([stream.signal, wake.signal]));
    // Two changes may fall into one millisecond; what was shown already is left out below.
    const rows = await context.store.read((db) => listChangedSince(db, since, PAGE));
    for (const row of rows) {
      const repository = await context.store.read((db) => findRepository(db, row.repository_id));
      if (repository === undefined || stream.signal.aborted) continue;
      if (!(await context.access.allows(caller, repository, { resource: 'pipeline', action: 'pull' }))) continue;
      const data = JSON.stringify({ repo: presentRepository(repository), pipeline: await showPipeline(context, row) });
      if (shown.get(row.id) === data) continue;
      shown.delete(row.id);
      shown.set(row.id, data);
      if (shown.size > REMEMBERED) shown.delete(shown.keys().next().value as number);
      stream.send({ data });
    }
    const last = rows.at(-1)?.updated_at ?? since;
    // A full page may have more behind it.
    if (rows.length === PAGE && last > since) wake.abort();
    since = last;
    await word;
  }
}
