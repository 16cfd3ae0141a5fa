import type { JourneyView } from '../../features/journeys/queries.ts';
import { AppLink, pathTo } from '../app-link.tsx';
import { JourneyStrip } from '../chain/chain-strip.tsx';
import { NothingYet } from '../empty.tsx';
import { RelativeTime } from '../time/relative-time.tsx';
import './rows.css';

/** Journeys as strips, newest first. */
export function JourneyList({ journeys }: { journeys: readonly JourneyView[] }) {
  if (journeys.length === 0) return <NothingYet title="No changes yet">A push sets off the first journey.</NothingYet>;
  return (
    <ul className="rows">
      {journeys.map((journey) => (
        <li key={journey.traceId} className="now-row">
          <div className="now-head">
            <AppLink href={pathTo('-', 'journeys', journey.traceId)} className="plain-link truncate">
              {journey.title}
            </AppLink>
            <span className="meta">
              {journey.repository} · <span className="mono">{journey.sha.slice(0, 10)}</span> · <RelativeTime time={journey.startedAt} />
            </span>
          </div>
          <JourneyStrip journey={journey} />
        </li>
      ))}
    </ul>
  );
}
