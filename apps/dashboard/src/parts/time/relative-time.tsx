import { useEffect, useState } from 'react';

import { formatDuration, formatRelative } from './duration.ts';
import { spanOf, type CiTimes } from './span.ts';

/** The present time, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return now;
}

/** How long ago; the exact time on hover. `time` is Unix ms or an ISO text. */
export function RelativeTime({ time }: { time: number | string }) {
  const now = useNow(30_000);
  const ms = typeof time === 'number' ? time : Date.parse(time);
  if (!Number.isFinite(ms) || ms <= 0) return null;
  const date = new Date(ms);
  return (
    <time dateTime={date.toISOString()} title={date.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })}>
      {formatRelative(ms, now)}
    </time>
  );
}

/** A duration that counts on while `endedAt` is null; all in Unix ms. A clock of whole seconds makes none, which is "< 1 s". */
export function Duration({ startedAt, endedAt }: { startedAt: number; endedAt: number | null }) {
  return endedAt === null ? (
    <Counting startedAt={startedAt} />
  ) : (
    <span className="figures">{endedAt <= startedAt ? '< 1 s' : formatDuration(endedAt - startedAt)}</span>
  );
}

/** How long CI took for something, or takes so far; nothing for what has not begun. */
export function CiDuration({ of }: { of: CiTimes }) {
  const span = spanOf(of);
  return span === null ? null : <Duration {...span} />;
}

function Counting({ startedAt }: { startedAt: number }) {
  const now = useNow(1000);
  return <span className="figures">{formatDuration(Math.max(0, Math.floor((now - startedAt) / 1000) * 1000))}</span>;
}
