import type { JourneyView } from '../../features/journeys/queries.ts';

export type LinkKind = 'task' | 'pull_request' | 'change' | 'pipeline' | 'deployment' | 'live';

/** One chip of the chain. */
export interface ChainLink {
  kind: LinkKind;
  label: string;
  status: string;
  href: string;
  startedAt: number | null;
  durationMs: number | null;
}

const CAUSES: readonly LinkKind[] = ['task', 'pull_request', 'change', 'pipeline', 'deployment', 'live'];
const FOLLOWED_BY_TASK: readonly LinkKind[] = ['pull_request', 'change', 'pipeline', 'deployment', 'live', 'task'];
const LABELS: Record<LinkKind, string> = {
  task: 'Task',
  pull_request: 'Pull request',
  change: 'Change',
  pipeline: 'Pipeline',
  deployment: 'Deployment',
  live: 'Live address',
};

/**
 * What one change set off, as `Task → Pull request → Change → Pipeline → Deployment → Live address`; the newest hop of each kind
 * stands for it, absent links are left out. A task that the change itself set off stands at the end. `liveUrl` is where the change can be opened now,
 * `pullHref` the pull request that is looked at, which the journey of its newest push may not know.
 */
export function chainOf(journey: JourneyView, liveUrl: string | null, pullHref?: string): ChainLink[] {
  const links = new Map<LinkKind, ChainLink>();
  const merged = journey.hops.find(({ kind, title }) => kind === 'pull_request' && title.endsWith(' merged'));
  for (const hop of journey.hops) {
    if (hop.kind === 'notification') continue;
    // What a merge moves may be another one's head; the change is that of the one which it merged.
    if (hop.kind === 'pull_request' && merged !== undefined && hop !== merged) continue;
    links.set(hop.kind, {
      kind: hop.kind,
      label: LABELS[hop.kind],
      status: hop.state,
      href: hop.url,
      startedAt: hop.startedAt,
      durationMs: hop.durationMs,
    });
  }
  if (pullHref !== undefined)
    links.set('pull_request', {
      kind: 'pull_request',
      label: LABELS.pull_request,
      status: 'ok',
      href: pullHref,
      startedAt: null,
      durationMs: null,
    });
  if (liveUrl !== null) {
    links.set('live', { kind: 'live', label: new URL(liveUrl).host, status: 'live', href: liveUrl, startedAt: null, durationMs: null });
  }
  // A restart or a roll-back has no change of its own; then its first other hop is the cause.
  const cause = links.get('change') ?? links.get('pipeline') ?? links.get('deployment');
  const isConsequence = (links.get('task')?.startedAt ?? 0) > (cause?.startedAt ?? Infinity);
  return (isConsequence ? FOLLOWED_BY_TASK : CAUSES).flatMap((kind) => links.get(kind) ?? []);
}
