import { z } from 'zod';

import { Pipeline, Repo } from '@mosaic/contracts/woodpecker';
import type { Send } from '@mosaic/contracts/wire';
import { createSend } from '@mosaic/platform/http';
import { openDemoProject, type DemoProject } from '@mosaic/testing/stack';

import { createBenchStack } from '../bench-stack.ts';
import { repeat, type Heading, type Measurement } from '../measurement.ts';
import { readEventStream } from './event-stream.ts';

const heading: Heading = {
  name: 'push to first line of the first commands step, beyond the push itself',
  unit: 'ms',
  target: { of: 'ours', bound: 'at most', value: 300 },
};
const PATIENCE_MS = 30_000;

/** What `/api/stream/events` says on every change of a pipeline. */
const StreamEvent = z.looseObject({ repo: Repo.partial({ forge_remote_id: true }), pipeline: Pipeline });

/**
 * A client that listens to CI's events opens the log of the first `commands` step as soon as it has heard of it. The figure
 * is the time from the start of `git push` to the first line there, minus what the git process itself took.
 */
export const firstLine: Measurement = {
  id: 'first-line',
  headings: [heading],
  async measure(settings) {
    await using stack = await createBenchStack();
    settings.progress('running the demo once');
    await using project = await openDemoProject(stack, 'bench');
    await project.settle();
    const headers = () => ({ authorization: `Bearer ${project.person.token}` });
    // Streams stay silent for long; 0 switches undici's own limits off.
    await using ci = createSend({ baseUrl: `http://127.0.0.1:${stack.ports.ci}`, headers, connections: 8, timeoutMs: 0 });
    settings.progress(`pushing ${settings.warmUps + settings.rounds} times`);
    const ours = await repeat(settings, async () => {
      const beyond = await pushUntilLine(project, ci);
      await project.settle();
      return beyond;
    });
    return [{ ...heading, ours, note: 'the stream of events is open before the push, the log is opened when the step is first heard of' }];
  },
};

async function pushUntilLine(project: DemoProject, ci: Send): Promise<number> {
  const sha = await project.commit();
  const ended = new AbortController();
  const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE_MS)]);
  try {
    const events = await openStream(ci, '/api/stream/events', signal);
    const [push, lineAt] = await Promise.all([project.push(), followUntilLine(ci, { events, sha, signal })]);
    return lineAt - push.startedAt - (push.endedAt - push.startedAt);
  } finally {
    ended.abort();
  }
}

async function openStream(ci: Send, path: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  const response = await ci({ method: 'GET', path, headers: { accept: 'text/event-stream' }, signal });
  const chunks = response.chunks?.();
  if (response.status !== 200 || chunks === undefined) throw new Error(`${path} answered ${response.status}, not a stream`);
  return chunks;
}

/** Reads events until the first line of the change's first commands step has come; answers when. */
async function followUntilLine(
  ci: Send,
  { events, sha, signal }: { events: AsyncIterable<Uint8Array>; sha: string; signal: AbortSignal },
): Promise<number> {
  const lines = Promise.withResolvers<number>();
  let open = 0;
  const listen = async (path: string) => {
    open += 1;
    try {
      const at = await firstLineOf(await openStream(ci, path, signal));
      if (at !== null) lines.resolve(at);
    } finally {
      open -= 1;
    }
  };
  const read = async () => {
    for await (const message of readEventStream(events)) {
      const { repo, pipeline } = StreamEvent.parse(JSON.parse(message.data));
      const step = pipeline.commit === sha ? firstCommandsStep(pipeline) : undefined;
      if (step === undefined || open > 0) continue;
      listen(`/api/stream/logs/${repo.id}/${pipeline.number}/${step.id}`).catch(lines.reject);
    }
    throw new Error('the stream of events ended before the first line came');
  };
  return Promise.race([lines.promise, read()]);
}

function firstCommandsStep(pipeline: Pipeline) {
  return pipeline.workflows.flatMap((workflow) => workflow.children).find((step) => step.type === 'commands');
}

/** When the first line came; null when the stream said before that there is none yet. */
async function firstLineOf(chunks: AsyncIterable<Uint8Array>): Promise<number | null> {
  for await (const message of readEventStream(chunks)) {
    if (message.event === 'message') return performance.now();
    return null;
  }
  return null;
}
