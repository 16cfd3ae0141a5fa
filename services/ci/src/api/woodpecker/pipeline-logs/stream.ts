import { FINAL_STATUSES, getStreamLogs } from '@mosaic/contracts/woodpecker';
import { looks } from '@mosaic/platform/events';

import { logTopic } from '../../../logs/log-store.ts';
import { implement } from '../../ci-operation.ts';
import { allowedPipeline } from '../../allowed.ts';
import type { CiContext } from '../../../context.ts';
import { openEventStream, type EventStream } from '../../event-stream.ts';
import { presentLogEntry } from '../../../present/log-entry.ts';

/** Longest sleep between two looks when no word comes, ms. */
const LOOK_MS = 15_000;

export const streamLogs = implement(getStreamLogs, {
  access: 'anyone',
  handle: async ({ params, caller, again, raw, reply }, context) => {
    const asked = { repo_id: params.repo_id, pipeline_number: params.pipeline, action: 'pull' } as const;
    const { pipeline } = await allowedPipeline(context, caller, asked);
    await context.pipelines.step(pipeline, params.step_id);
    const stream = await openEventStream(context, {
      caller,
      raw,
      reply,
      requireRight: async () => allowedPipeline(context, await again(), asked),
    });
    await follow(context, stream, {
      pipelineId: pipeline.id,
      stepId: params.step_id,
      seen: parseEventId(String(raw.headers['last-event-id'] ?? '')),
    }).catch((error: unknown) => {
      context.log.warn({ err: error, stepId: params.step_id }, 'a log could not be followed');
      stream.send({ event: 'error', data: 'The log cannot be read now. Try again.' });
    });
    stream.end();
    return reply;
  },
});

/** The last line that a reader has, counted from 1, and of which attempt. */
interface Seen {
  attempt: number;
  line: number;
}

/** Upstream's ids are the lines' numbers, and so are ours of a first attempt; a later one is named before it: "2.15". */
function eventId({ attempt, line }: Seen): string {
  return attempt === 1 ? String(line) : `${attempt}.${line}`;
}

function parseEventId(text: string): Seen {
  const [, attempt = '1', line = '0'] = /^(?:(\d{1,9})\.)?(\d{1,9})$/.exec(text) ?? [];
  return { attempt: Number(attempt), line: Number(line) };
}

async function follow(
  { bus, pipelines, logs }: CiContext,
  stream: EventStream,
  { pipelineId, stepId, seen }: { pipelineId: number; stepId: number; seen: Seen },
): Promise<void> {
  let position = { attempt: 0, offset: 0 };
  for await (const turn of looks(bus, logTopic(stepId), stream.signal)) {
    // The state is read before the lines: a step that is over then has all its lines stored.
    const step = await pipelines.step({ id: pipelineId }, stepId);
    if (step.attempt !== position.attempt) position = { attempt: step.attempt, offset: 0 };
    for (;;) {
      const { lines, next } = await logs.read({ pipelineId, stepId, attempt: step.attempt }, position.offset);
      // Each attempt's log begins anew: what was seen of another says nothing of this one.
      const after = seen.attempt === step.attempt ? seen.line : 0;
      for (const line of lines) {
        const entry = presentLogEntry(line, { stepId, attempt: step.attempt });
        if (entry.id > after) stream.send({ id: eventId({ attempt: step.attempt, line: entry.id }), data: JSON.stringify(entry) });
      }
      if (next === position.offset || stream.signal.aborted) break;
      position.offset = next;
    }
    if (FINAL_STATUSES.has(step.state)) {
      stream.send({ event: 'eof', data: 'eof' });
      return;
    }
    turn.within(LOOK_MS);
  }
}
