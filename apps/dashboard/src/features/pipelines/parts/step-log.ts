import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { FINAL_STATUSES, LogEntry, logText, getRepoLogs } from '@mosaic/contracts/woodpecker';

import { ci } from '../../../api/clients.ts';
import type { LogLine } from '../../../parts/log/log-lines.ts';
import { pipelineKeys } from '../keys.ts';

/** A step's log. `lost` says that the live stream broke and is being tried again. */
export interface StepLog {
  lines: readonly LogLine[];
  isLoading: boolean;
  error: unknown;
  lost: boolean;
}

interface StepAt {
  /** CI's own id of the repository. */
  repoId: number;
  number: number;
  stepId: number;
  state: string;
}

function toLine(entry: LogEntry): LogLine {
  return { number: entry.line + 1, text: logText(entry), time: entry.time_ms === undefined ? entry.time : entry.time_ms / 1000 };
}

/** The whole log when the step has ended; its stream while it runs. */
export function useStepLog(at: StepAt & { repository: string }): StepLog {
  const { repository, repoId, number, stepId, state } = at;
  const isRunning = state === 'running';
  const isOver = FINAL_STATUSES.has(state);
  const live = useLiveLog({ repoId, number, stepId, isRunning });
  const stored = useQuery({
    queryKey: pipelineKeys.log(repository, number, stepId),
    queryFn: async () =>
      (await ci.call(getRepoLogs, { repo_id: repoId, pipeline_number: number, step_id: stepId }))
        .map(toLine)
        .toSorted((a, b) => a.number - b.number),
    // What is read before the end would be kept as the whole: a step may have begun without a word to this page.
    enabled: isOver,
    staleTime: 60_000,
  });
  if (isRunning) return { ...live, isLoading: false, error: null };
  // Until the stored log is here, what came live stays on screen.
  return {
    lines: stored.data ?? live.lines,
    isLoading: isOver && stored.isPending && live.lines.length === 0,
    error: stored.error,
    lost: false,
  };
}

function useLiveLog({ repoId, number, stepId, isRunning }: Omit<StepAt, 'state'> & { isRunning: boolean }) {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    setLines([]);
    setLost(false);
  }, [repoId, number, stepId]);
  useEffect(() => {
    if (!isRunning) return undefined;
    // The stream replays what it has already sent, so lines are kept by their number and drawn once a frame.
    const known = new Map<number, LogLine>();
    let attempt = 1;
    let frame = 0;
    const source = new EventSource(`/-/ci/api/stream/logs/${repoId}/${number}/${stepId}`);
    source.addEventListener('open', () => setLost(false));
    source.addEventListener('message', ({ data }: MessageEvent<string>) => {
      const entry = LogEntry.safeParse(parse(data));
      if (!entry.success) return;
      const line = toLine(entry.data);
      // A step that runs again writes a new log; what is left of the old one would stand among its lines.
      if (entry.data.attempt !== undefined && entry.data.attempt !== attempt) known.clear();
      attempt = entry.data.attempt ?? attempt;
      known.set(line.number, line);
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        setLines([...known.values()].toSorted((a, b) => a.number - b.number));
      });
    });
    source.addEventListener('eof', () => source.close());
    source.addEventListener('error', (event) => {
      // A message named "error" is the server's last word; without data it is a broken connection, tried again.
      if (event instanceof MessageEvent) source.close();
      else setLost(true);
    });
    return () => {
      source.close();
      cancelAnimationFrame(frame);
    };
  }, [repoId, number, stepId, isRunning]);
  return { lines, lost };
}

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
