import { useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef } from 'react';

import { deploymentQuery } from '../../features/deployments/queries.ts';
import { journeyQuery, type JourneyView } from '../../features/journeys/queries.ts';
import { ChangeIcon, DeploymentIcon, ICON, LiveIcon, PipelineIcon, PullRequestIcon, TaskIcon, type NounIcon } from '../../theme/icons.ts';
import { AppLink } from '../app-link.tsx';
import { chainOf, type LinkKind } from './chain.ts';
import { formatDuration } from '../time/duration.ts';
import { Duration } from '../time/relative-time.tsx';
import { StatusIcon } from '../status/status-icon.tsx';
import css from './chain-strip.module.css';

const ICONS: Record<LinkKind, NounIcon> = {
  task: TaskIcon,
  pull_request: PullRequestIcon,
  change: ChangeIcon,
  pipeline: PipelineIcon,
  deployment: DeploymentIcon,
  live: LiveIcon,
};

/** How much of the chip before stays in view, px. */
const CHAIN_MARGIN_PX = 48;

/** The deployment that a journey made, by the id in its address. */
function deploymentIdOf(journey: JourneyView | undefined): number | null {
  const url = journey?.hops.findLast(({ kind, state }) => kind === 'deployment' && state === 'ok')?.url;
  const id = url === undefined ? null : /\/deployments\/(\d+)/.exec(url);
  return id === null ? null : Number(id[1]);
}

/** The chain of one journey: every link one click away, the present object marked. */
export function JourneyStrip({ journey, present, pullHref }: { journey: JourneyView; present?: LinkKind; pullHref?: string }) {
  const deploymentId = deploymentIdOf(journey);
  const deployment = useQuery({ ...deploymentQuery(deploymentId ?? 0), enabled: deploymentId !== null });
  const links = chainOf(journey, deployment.data?.state === 'live' ? deployment.data.url : null, pullHref);
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // On a narrow screen the strip scrolls by itself; the present object is brought into it without moving the page.
    const current = strip.current?.querySelector<HTMLElement>('[aria-current]');
    if (strip.current !== null && current) strip.current.scrollLeft = current.offsetLeft - strip.current.offsetLeft - CHAIN_MARGIN_PX;
  }, [links.length]);
  return (
    <div ref={strip} className={css['chain']} role="group" aria-label={`What became of ${journey.title}`}>
      {links.map(({ kind, label, status, href, startedAt, durationMs }, index) => {
        const Glyph = ICONS[kind];
        return (
          <Fragment key={kind}>
            {index > 0 && <span className={css['chain-arrow']} aria-hidden />}
            <AppLink href={href} className={css['chain-link']} aria-current={kind === present ? 'page' : undefined}>
              <Glyph {...ICON} aria-hidden />
              <span>{label}</span>
              <StatusIcon of="hop" status={status} iconOnly />
              {status === 'running' && startedAt !== null && durationMs === null && (
                <span className="meta">
                  <Duration startedAt={startedAt} endedAt={null} />
                </span>
              )}
              {durationMs !== null && durationMs > 0 && <span className="meta figures">{formatDuration(durationMs)}</span>}
            </AppLink>
          </Fragment>
        );
      })}
    </div>
  );
}

/** The chain of the journey that a trace id or commit belongs to; nothing where there is none. */
export function ChainStrip({ id, ...rest }: { id: string | null; present?: LinkKind; pullHref?: string }) {
  const journey = useQuery({ ...journeyQuery(id ?? ''), enabled: id !== null && id !== '' });
  if (journey.data === undefined) return <div className={css['chain']} aria-hidden />;
  return <JourneyStrip journey={journey.data} {...rest} />;
}
