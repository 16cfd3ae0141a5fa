import { isOpen } from '../pipelines/status-merge.ts';

/** A workflow in the queue, as the rules see it. */
export interface QueueEntry {
  workflowId: number;
  pipelineId: number;
  repositoryId: number;
  /** Whose repository it is. */
  owner: string;
  ref: string;
  name: string;
  pid: number;
  state: 'pending' | 'leased';
  /** Who holds it; 0 while pending. */
  agentId: number;
  attempt: number;
  labels: Readonly<Record<string, string>>;
  dependsOn: readonly string[];
}

/** All that decides who runs next. */
export interface QueueSnapshot {
  entries: readonly QueueEntry[];
  /** Pipelines that are not over, whether or not they have entries yet. */
  openPipelines: readonly { id: number; number: number; repositoryId: number; ref: string }[];
  /** States of all workflows of the pipelines that have entries. */
  workflows: readonly { pipelineId: number; name: string; state: string }[];
  agents: readonly QueueAgent[];
}

/** Who takes workflows. */
export interface QueueAgent {
  id: number;
  labels: Readonly<Record<string, string>>;
  /** Workflows at once. */
  capacity: number;
  /** An administrator lets it take no more; what it runs goes on. */
  isPaused: boolean;
}

/**
 * The entries that the agent, with these labels, may take; none while it is paused or unknown. The owner of whom least is running
 * goes first, so that one who queues a thousand holds up nobody else's; of one owner, first come first served.
 */
export function readyEntries(snapshot: QueueSnapshot, { id, labels }: Pick<QueueAgent, 'id' | 'labels'>): QueueEntry[] {
  if (snapshot.agents.find((agent) => agent.id === id)?.isPaused !== false) return [];
  const index = indexSnapshot(snapshot);
  const running = Map.groupBy(
    snapshot.entries.filter(({ state }) => state === 'leased'),
    ({ owner }) => owner,
  );
  const share = ({ owner }: QueueEntry) => running.get(owner)?.length ?? 0;
  return index.pending
    .filter((entry) => fits(entry.labels, labels) && reasonIn(entry, index) === null)
    .toSorted((one, other) => share(one) - share(other));
}

/** Why each pending entry waits, in words; entries that only wait for a free runner say so. */
export function explainQueue(snapshot: QueueSnapshot): Map<number, string> {
  const index = indexSnapshot(snapshot);
  const isBusy = freePlaces(snapshot) === 0;
  const places = snapshot.agents.filter(({ isPaused }) => !isPaused).reduce((sum, { capacity }) => sum + capacity, 0);
  const reasons = new Map<number, string>();
  for (const entry of index.pending) {
    reasons.set(
      entry.workflowId,
      reasonIn(entry, index) ?? (isBusy ? `All ${places} runners are busy; it starts when one is free.` : 'It is about to start.'),
    );
  }
  return reasons;
}

/** How many workflows could start at once. */
export function freePlaces({ agents, entries }: Pick<QueueSnapshot, 'agents' | 'entries'>): number {
  const held = (id: number) => entries.filter(({ state, agentId }) => state === 'leased' && agentId === id).length;
  return agents.filter(({ isPaused }) => !isPaused).reduce((sum, { id, capacity }) => sum + Math.max(0, capacity - held(id)), 0);
}

interface SnapshotIndex {
  snapshot: QueueSnapshot;
  pending: QueueEntry[];
  /** Per repository and ref the open pipelines, oldest first. */
  byRef: Map<string, QueueSnapshot['openPipelines'][number][]>;
  states: Map<string, string[]>;
}

function indexSnapshot(snapshot: QueueSnapshot): SnapshotIndex {
  const states = new Map<string, string[]>();
  for (const { pipelineId, name, state } of snapshot.workflows) {
    const key = `${pipelineId}/${name}`;
    states.set(key, [...(states.get(key) ?? []), state]);
  }
  return {
    snapshot,
    pending: snapshot.entries
      .filter(({ state }) => state === 'pending')
      .toSorted((a, b) => a.pipelineId - b.pipelineId || a.pid - b.pid || a.workflowId - b.workflowId),
    byRef: Map.groupBy(
      snapshot.openPipelines.toSorted((a, b) => a.id - b.id),
      ({ repositoryId, ref }) => `${repositoryId}/${ref}`,
    ),
    states,
  };
}

function reasonIn(entry: QueueEntry, index: SnapshotIndex): string | null {
  const missing = missingLabels(entry, index.snapshot.agents);
  if (missing !== null) return missing;
  if (index.snapshot.agents.every((agent) => agent.isPaused || !canTake(agent, entry)))
    return 'The runners that could take it are paused; an administrator can let them take work again.';
  const earlier = index.byRef
    .get(`${entry.repositoryId}/${entry.ref}`)
    ?.find((pipeline) => pipeline.id < entry.pipelineId && !isStuck(pipeline.id, index));
  if (earlier !== undefined) return `Pipeline ${earlier.number} of the same branch goes first.`;
  const open = entry.dependsOn.find((name) => (index.states.get(`${entry.pipelineId}/${name}`) ?? []).some(isOpen));
  return open === undefined ? null : `The workflow "${open}", on which it depends, is not over yet.`;
}

/** A pipeline that no runner can take must not hold up the branch. */
function isStuck(pipelineId: number, { snapshot }: SnapshotIndex): boolean {
  const entries = snapshot.entries.filter((entry) => entry.pipelineId === pipelineId);
  return entries.length > 0 && entries.every((entry) => entry.state === 'pending' && missingLabels(entry, snapshot.agents) !== null);
}

function canTake({ capacity, labels }: QueueAgent, entry: QueueEntry): boolean {
  return capacity > 0 && fits(entry.labels, labels);
}

function missingLabels(entry: QueueEntry, agents: QueueSnapshot['agents']): string | null {
  if (agents.some((agent) => canTake(agent, entry))) return null;
  const wanted = Object.entries(entry.labels).map(([name, value]) => `${name}=${value}`);
  if (agents.every(({ capacity }) => capacity === 0)) return 'This server has no runner; set maxWorkflows to 1 or more.';
  return `No runner has the labels ${wanted.join(', ')}. Change "labels" in the pipeline file, or add such a runner.`;
}

/** Every wanted label is on the runner, which may say `*`. */
export function fits(wanted: Readonly<Record<string, string>>, offered: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([name, value]) => offered[name] === value || offered[name] === '*');
}

/**
 * Whether a workflow whose dependencies are over is to run: `success` wants all of them successful, `failure` wants one
 * that was not; both always runs. A skipped dependency counts as a success only when nothing failed before it.
 */
export function shouldRun(runsOn: readonly string[], dependencies: readonly string[]): boolean {
  const allWell = dependencies.every((state) => state === 'success');
  return runsOn.includes(allWell ? 'success' : 'failure');
}
