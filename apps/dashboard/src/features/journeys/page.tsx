import { useQuery } from '@tanstack/react-query';

import { CopyAs } from '../../actions/copy-as.tsx';
import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { JourneyStrip } from '../../parts/chain/chain-strip.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage } from '../../parts/object-page.tsx';
import { StatusIcon } from '../../parts/status/status-icon.tsx';
import { formatDuration } from '../../parts/time/duration.ts';
import { RelativeTime, useNow } from '../../parts/time/relative-time.tsx';
import {
  ChangeIcon,
  DeploymentIcon,
  ICON,
  InboxIcon,
  JourneyIcon,
  type NounIcon,
  PipelineIcon,
  PullRequestIcon,
  TaskIcon,
} from '../../theme/icons.ts';
import { isMoving, journeyQuery, type JourneyView } from './queries.ts';
import css from './page.module.css';

const ICONS: Record<JourneyView['hops'][number]['kind'], NounIcon> = {
  change: ChangeIcon,
  pull_request: PullRequestIcon,
  pipeline: PipelineIcon,
  deployment: DeploymentIcon,
  task: TaskIcon,
  notification: InboxIcon,
};

/** All that one change set off, hop by hop. */
export function JourneyPage({ trace }: { trace: string }) {
  const journey = useQuery(journeyQuery(trace));
  return (
    <Loaded query={journey} isPage rows={10}>
      {(found) => <JourneyDetail journey={found} />}
    </Loaded>
  );
}

function JourneyDetail({ journey }: { journey: JourneyView }) {
  const now = useNow(isMoving(journey) ? 250 : 60_000);
  const end = journeyEnd(journey, now);
  return (
    <ObjectPage
      title={journey.title}
      icon={JourneyIcon}
      wide
      crumbs={[
        { label: 'Delivery', href: '/-/delivery' },
        ...(journey.project === '' ? [] : [{ label: journey.project, href: pathTo('-', 'projects', journey.project) }]),
      ]}
      status={
        <>
          <span role="status">
            <StatusIcon of="hop" status={journeyStatus(journey)} />
          </span>
          <span className="figures">{formatDuration(end - journey.startedAt)}</span>
          <RelativeTime time={journey.startedAt} />
        </>
      }
      actions={
        <CopyAs
          title="Get this journey"
          equivalents={{ command: `./mosaic trace ${journey.traceId}`, mcp: { tool: 'journey_get', arguments: { id: journey.traceId } } }}
        />
      }
      chain={<JourneyStrip journey={journey} />}
      rail={[
        {
          label: 'Repository',
          value: (
            <AppLink href={`/${journey.repository}`} className="text-link">
              {journey.repository}
            </AppLink>
          ),
        },
        {
          label: 'Change',
          value: (
            <AppLink href={`/${journey.repository}/commit/${journey.sha}`} className="text-link mono">
              {journey.sha.slice(0, 10)}
            </AppLink>
          ),
        },
        { label: 'Trace id', value: <span className="mono">{journey.traceId}</span> },
      ]}
    >
      <Waterfall journey={journey} end={end} />
    </ObjectPage>
  );
}

/** The state of the whole: what runs or waits still, else whether anything failed. */
function journeyStatus({ hops }: JourneyView): string {
  const has = (wanted: string): boolean => hops.some(({ state }) => state === wanted);
  if (has('running')) return 'running';
  if (has('waiting')) return 'waiting';
  return has('fail') ? 'fail' : 'ok';
}

/** When the last hop ended, or now while one runs; Unix ms. */
function journeyEnd({ startedAt, hops }: JourneyView, now: number): number {
  return hops.reduce(
    (latest, hop) =>
      Math.max(latest, hop.durationMs === null ? (hop.state === 'running' ? now : hop.startedAt) : hop.startedAt + hop.durationMs),
    startedAt,
  );
}

function Waterfall({ journey: { hops, startedAt }, end }: { journey: JourneyView; end: number }) {
  const span = Math.max(1, end - startedAt);
  const rows = hops.toSorted((a, b) => a.startedAt - b.startedAt);
  return (
    <ol className={`${css['waterfall']} panel`} aria-label="Hops">
      {rows.map((hop, index) => {
        const Glyph = ICONS[hop.kind];
        const from = hop.startedAt - startedAt;
        const took = hop.durationMs ?? (hop.state === 'running' ? end - hop.startedAt : 0);
        return (
          <li key={`${hop.kind}-${hop.url}-${index}`}>
            <AppLink href={hop.url} className={css['hop']}>
              <span className={css['hop-name']}>
                <Glyph {...ICON} aria-hidden />
                <StatusIcon of="hop" status={hop.state} iconOnly />
                <span className={css['hop-words']}>
                  <span className="truncate">{hop.title}</span>
                  <span className="meta truncate">{hop.detail}</span>
                </span>
              </span>
              <span className={`${css['hop-times']} figures`}>
                <span className="muted" title="since the push">
                  +{formatDuration(Math.max(0, from))}
                </span>
                <span>{hop.durationMs === null && hop.state !== 'running' ? '' : formatDuration(took)}</span>
              </span>
              <span className={css['hop-lane']} aria-hidden>
                <span
                  className={css['hop-bar']}
                  data-state={hop.state}
                  style={{ left: `${clamp((from / span) * 100)}%`, width: `max(3px, ${clamp((took / span) * 100)}%)` }}
                />
              </span>
            </AppLink>
          </li>
        );
      })}
    </ol>
  );
}

function clamp(percent: number): number {
  return Math.min(100, Math.max(0, percent));
}
