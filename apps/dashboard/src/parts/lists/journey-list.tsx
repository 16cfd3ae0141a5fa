import type { JourneyView } from '../../features/journeys/queries.ts';
import { AppLink, pathTo } from '../app-link.tsx';
import { JourneyStrip } from '../chain/chain-strip.tsx';
import { NothingYet } from '../empty.tsx';
import { Rows, WideRow } from '../rows.tsx';
import { RelativeTime } from '../time/relative-time.tsx';

/** Journeys as strips, newest first. */
export function JourneyList({ journeys }: { journeys: readonly JourneyView[] }) {
  if (journeys.length === 0) return <NothingYet title="No changes yet">A push sets off the first journey.</NothingYet>;
  return (
    <Rows>
      {journeys.map((journey) => (
        <JourneyRow key={journey.traceId} journey={journey} withCommit />
      ))}
    </Rows>
  );
}

/** One journey: what it is about, and its strip. */
export function JourneyRow({ journey, withCommit = false }: { journey: JourneyView; withCommit?: boolean }) {
  const head = (
    <>
      <AppLink href={pathTo('-', 'journeys', journey.traceId)} className="plain-link truncate">
        {journey.title}
      </AppLink>
      <span className="meta">
        {journey.repository} ·{' '}
        {withCommit && (
          <>
            <span className="mono">{journey.sha.slice(0, 10)}</span> ·{' '}
          </>
        )}
        <RelativeTime time={journey.startedAt} />
      </span>
    </>
  );
  return (
    <WideRow head={head}>
      <JourneyStrip journey={journey} />
    </WideRow>
  );
}
