import type { JourneyView } from '../api/queries.ts';
import { AppLink, pathTo } from '../parts/app-link.tsx';
import { JourneyStrip } from '../parts/chain-strip.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import './home.css';

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
