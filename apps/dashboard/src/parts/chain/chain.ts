import type { JourneyView } from '../../features/journeys/queries.ts';

export type LinkKind = 'task' | 'change' | 'pipeline' | 'deployment' | 'live';

/** One chip of the chain. */
export interface ChainLink {
  kind: LinkKind;
  label: string;
  status: string;
  href: string;
  startedAt: number | null;
  durationMs: number | null;
}

const CAUSES: readonly LinkKind[] = ['task', 'change', 'pipeline', 'deployment', 'live'];
const FOLLOWED_BY_TASK: readonly LinkKind[] = ['change', 'pipeline', 'deployment', 'live', 'task'];
const LABELS: Record<LinkKind, string> = {
  task: 'Task',
  change: 'Change',
  pipeline: 'Pipeline',
  deployment: 'Deployment',
  live: 'Live address',
};

/**
 * What one change set off, as `Task → Change → Pipeline → Deployment → Live address`; the newest hop of each kind
 * stands for it, absent links are left out. A task that the change itself set off stands at the end. `liveUrl` is where the change can be opened now.
 */
export function chainOf(journey: JourneyView, liveUrl: string | null): ChainLink[] {
  const links = new Map<LinkKind, ChainLink>();
  for (const hop of journey.hops) {
    if (hop.kind === 'notification') continue;
    links.set(hop.kind, {
      kind: hop.kind,
      label: LABELS[hop.kind],
      status: hop.state,
      href: hop.url,
      startedAt: hop.startedAt,
      durationMs: hop.durationMs,
    });
  }
  if (liveUrl !== null) {
    links.set('live', { kind: 'live', label: new URL(liveUrl).host, status: 'live', href: liveUrl, startedAt: null, durationMs: null });
  }
  // A restart or a roll-back has no change of its own; then its first other hop is the cause.
  const cause = links.get('change') ?? links.get('pipeline') ?? links.get('deployment');
  const isConsequence = (links.get('task')?.startedAt ?? 0) > (cause?.startedAt ?? Infinity);
  return (isConsequence ? FOLLOWED_BY_TASK : CAUSES).flatMap((kind) => links.get(kind) ?? []);
}
