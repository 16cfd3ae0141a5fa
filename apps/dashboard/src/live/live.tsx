import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { z } from 'zod';

import { eventRead, gatewayOf } from '@mosaic/contracts/mosaic';
import { FINAL_STATUSES, Pipeline } from '@mosaic/contracts/woodpecker';

import { callMcp } from '../api/clients.ts';
import { pipelineKeys } from '../features/pipelines/keys.ts';
import { refreshAfter, refreshAfterAll, TOLD_BY_FACTS } from './stale-keys.ts';

/** `lost`: what is shown may be old; the page says so until it has caught up. */
export type LiveState = 'connecting' | 'live' | 'lost';

const LiveContext = createContext<LiveState>('connecting');
export const useLiveState = (): LiveState => useContext(LiveContext);

const StreamEvent = z.looseObject({ repo: z.looseObject({ full_name: z.string() }), pipeline: Pipeline });

const LONG_POLL_MS = 25_000;
const RETRY_MS = 3000;
/** A fact is written by its service before it is told here: by so much it may be older than the page, ms. */
const MARGIN_MS = 2000;
/** The most that the contract takes, ms. */
const LONGEST_PAST_MS = 600_000;

/** One CI stream and one long poll of facts per tab; both write into the query cache. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [stream, setStream] = useState<LiveState>('connecting');
  const [facts, setFacts] = useState<LiveState>('connecting');

  useEffect(() => followPipelines(client, setStream), [client]);
  useEffect(() => followFacts(client, setFacts), [client]);

  const state = useMemo<LiveState>(
    () => (stream === 'lost' || facts === 'lost' ? 'lost' : stream === 'live' && facts === 'live' ? 'live' : 'connecting'),
    [stream, facts],
  );
  return <LiveContext value={state}>{children}</LiveContext>;
}

/** What happened while nobody told is read again: all that somebody looks at. */
function catchUp(client: QueryClient): void {
  void client.invalidateQueries();
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

/** Whatever else happens that the reader may see: facts by a long poll, in order, from the moment at which the page began to read. */
function followFacts(client: QueryClient, tell: (state: LiveState) => void): () => void {
  const ending = new AbortController();
  const follow = async (): Promise<void> => {
    // The number of the last fact seen; 0 until there was one.
    let after = 0;
    // The page's own time of the question that was answered last, ms.
    let toldUntil = 0;
    // Whether it was heard that somebody tells, and lately was not.
    let isKnown = false;
    let wasLost = false;
    while (!ending.signal.aborted) {
      try {
        const askedAt = performance.now();
        const from = after > 0 ? { after } : { pastMs: Math.min(LONGEST_PAST_MS, Math.ceil(askedAt - toldUntil) + MARGIN_MS) };
        const news = await callMcp(eventRead, { ...from, types: [...TOLD_BY_FACTS], waitMs: isKnown ? LONG_POLL_MS : 0 }, ending.signal);
        after = news.last;
        toldUntil = askedAt;
        void refreshAfterAll(client, news.events);
        if (isKnown && news.events.length === 0 && performance.now() - askedAt < RETRY_MS) await pause(RETRY_MS);
        isKnown = true;
        if (wasLost) catchUp(client);
        wasLost = false;
        tell('live');
      } catch {
        if (ending.signal.aborted) return;
        isKnown = false;
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
