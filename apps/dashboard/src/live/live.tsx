import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';

import { gatewayOf, inboxList } from '@mosaic/contracts/mosaic';
import { FINAL_STATUSES, Pipeline } from '@mosaic/contracts/woodpecker';

import { callMcp } from '../api/clients.ts';
import { inboxQuery } from '../features/inbox/queries.ts';
import { pipelineKeys } from '../features/pipelines/keys.ts';
import { refreshAfter, TOLD_BY_STREAMS } from './stale-keys.ts';

/** `lost`: what is shown may be old; the page says so until it has caught up. */
export type LiveState = 'connecting' | 'live' | 'lost';

const LiveContext = createContext<LiveState>('connecting');
export const useLiveState = (): LiveState => useContext(LiveContext);

const StreamEvent = z.looseObject({ repo: z.looseObject({ full_name: z.string() }), pipeline: Pipeline });

const LONG_POLL_MS = 25_000;
const RETRY_MS = 3000;

/** One CI stream and one inbox long poll per tab; both write into the query cache. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [stream, setStream] = useState<LiveState>('connecting');
  const [inbox, setInbox] = useState<LiveState>('connecting');

  useEffect(() => followPipelines(client, setStream), [client]);
  useEffect(() => followInbox(client, setInbox), [client]);

  const state = useMemo<LiveState>(
    () => (stream === 'lost' || inbox === 'lost' ? 'lost' : stream === 'live' && inbox === 'live' ? 'live' : 'connecting'),
    [stream, inbox],
  );
  return <LiveContext value={state}>{children}</LiveContext>;
}

/** Neither stream has a replay: whatever happened while one was down is read again. */
function catchUp(client: QueryClient): void {
  for (const queryKey of TOLD_BY_STREAMS) void client.invalidateQueries({ queryKey });
}

function followPipelines(client: QueryClient, tell: (state: LiveState) => void): () => void {
  let wasLost = false;
  let isFirst = true;
  const source = new EventSource(`${gatewayOf('ci')}/api/stream/events`);
  source.addEventListener('open', () => {
    tell('live');
    if (wasLost) catchUp(client);
    // What moved between the reading of a page and this opening was told to nobody.
    else if (isFirst) void client.invalidateQueries({ queryKey: pipelineKeys.all });
    wasLost = false;
    isFirst = false;
  });
  source.addEventListener('error', () => {
    wasLost = true;
    tell('lost');
  });
  source.addEventListener('message', ({ data }: MessageEvent<string>) => pipelineMoved(client, data));
  return () => source.close();
}

/** One message of Woodpecker's stream: the pipeline as it is now. It is shown at once; what depends on it is read again. */
export function pipelineMoved(client: QueryClient, message: string): void {
  const event = StreamEvent.safeParse(parse(message));
  if (!event.success) return;
  const { repo, pipeline } = event.data;
  const about = { repository: repo.full_name, number: pipeline.number, sha: pipeline.commit };
  const key = pipelineKeys.one(about.repository, about.number);
  client.setQueryData(key, pipeline);
  const type = FINAL_STATUSES.has(pipeline.status) ? 'dev.cdevents.pipelinerun.finished' : 'dev.cdevents.pipelinerun.started';
  void refreshAfter(client, type, about, key);
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

function followInbox(client: QueryClient, tell: (state: LiveState) => void): () => void {
  const ending = new AbortController();
  const highest = (entries: readonly { id: number }[]): number => entries.reduce((most, { id }) => Math.max(most, id), 0);
  const follow = async (): Promise<void> => {
    let after = 0;
    let wasLost = false;
    while (!ending.signal.aborted) {
      try {
        const known = wasLost ? await client.fetchQuery({ ...inboxQuery, staleTime: 0 }) : await client.ensureQueryData(inboxQuery);
        after = Math.max(after, highest(known.entries));
        if (wasLost) catchUp(client);
        wasLost = false;
        tell('live');
        const askedAt = Date.now();
        const news = await callMcp(inboxList, { after, waitMs: LONG_POLL_MS }, ending.signal);
        after = Math.max(after, highest(news.entries));
        if (news.entries.length > 0) {
          await refreshAfter(client, 'dev.mosaic.inbox.added', {});
          // An entry is told when what it is about has ended; it names the project, and no one thing of it.
          for (const project of new Set(news.entries.map((entry) => entry.project)))
            void refreshAfter(client, 'dev.mosaic.run.finished', { project });
        } else if (Date.now() - askedAt < RETRY_MS) {
          await pause(RETRY_MS);
        }
      } catch {
        if (ending.signal.aborted) return;
        wasLost = true;
        tell('lost');
        await pause(RETRY_MS);
      }
    }
  };
  void follow();
  return () => ending.abort();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
