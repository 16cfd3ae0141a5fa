import { inboxList } from '@mosaic/contracts/mosaic';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { z } from 'zod';

import { gatewayOf } from '@mosaic/contracts/mosaic';
import { Pipeline } from '@mosaic/contracts/woodpecker';

import { callMcp } from './clients.ts';
import { inboxQuery } from './queries.ts';

/** `lost`: what is shown may be old; the page says so until it has caught up. */
export type LiveState = 'connecting' | 'live' | 'lost';

const LiveContext = createContext<LiveState>('connecting');
export const useLiveState = (): LiveState => useContext(LiveContext);

const StreamEvent = z.looseObject({ repo: z.looseObject({ full_name: z.string() }), pipeline: Pipeline });

/** Everything that a pipeline or an inbox entry may have moved. */
const MOVED_BY_WORK = ['journeys', 'journey', 'deployments', 'deployment', 'tasks', 'projects', 'agents'];
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

function refresh(client: QueryClient, keys: readonly string[]): void {
  for (const key of keys) void client.invalidateQueries({ queryKey: [key] });
}

function followPipelines(client: QueryClient, tell: (state: LiveState) => void): () => void {
  let wasLost = false;
  const source = new EventSource(`${gatewayOf('ci')}/api/stream/events`);
  source.addEventListener('open', () => {
    tell('live');
    // The stream has no replay: whatever happened while it was down is read again.
    if (wasLost) refresh(client, ['pipelines', 'pipeline', ...MOVED_BY_WORK]);
    wasLost = false;
  });
  source.addEventListener('error', () => {
    wasLost = true;
    tell('lost');
  });
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const event = StreamEvent.safeParse(parse(data));
    if (!event.success) return;
    const { repo, pipeline } = event.data;
    client.setQueryData(['pipeline', repo.full_name, pipeline.number], pipeline);
    refresh(client, ['pipelines', ...MOVED_BY_WORK]);
  });
  return () => source.close();
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
    while (!ending.signal.aborted) {
      try {
        const known = await client.ensureQueryData(inboxQuery);
        after = Math.max(after, highest(known.entries));
        tell('live');
        const askedAt = Date.now();
        const news = await callMcp(inboxList, { after, waitMs: LONG_POLL_MS }, ending.signal);
        after = Math.max(after, highest(news.entries));
        if (news.entries.length > 0) {
          await client.refetchQueries({ queryKey: inboxQuery.queryKey });
          refresh(client, MOVED_BY_WORK);
        } else if (Date.now() - askedAt < RETRY_MS) {
          await pause(RETRY_MS);
        }
      } catch {
        if (ending.signal.aborted) return;
        tell('lost');
        await pause(RETRY_MS);
        await client.refetchQueries({ queryKey: inboxQuery.queryKey });
      }
    }
  };
  void follow();
  return () => ending.abort();
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
