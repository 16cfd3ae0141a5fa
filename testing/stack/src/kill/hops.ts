import type { EventRecord, EventType, UpstreamName } from '@mosaic/contracts/mosaic';

/** The hops of the main loop (docs/architecture.md#the-main-loop). */
export const HOPS = ['push', 'webhook', 'pipeline', 'deployment', 'agent task', 'notification'] as const;
export type Hop = (typeof HOPS)[number];

/** A fact by which a moment of the loop is known, and whose feed tells it first. */
export interface Mark {
  door: UpstreamName;
  type: EventType;
  /** State of a task, where the type has several. */
  state?: string;
}

const refUpdated: Mark = { door: 'forge', type: 'dev.mosaic.ref.updated' };
const queued: Mark = { door: 'ci', type: 'dev.cdevents.pipelinerun.queued' };
const finished: Mark = { door: 'ci', type: 'dev.cdevents.pipelinerun.finished' };
const deployed: Mark = { door: 'mcp', type: 'dev.cdevents.service.deployed' };
const taskReady: Mark = { door: 'mcp', type: 'dev.mosaic.task.changed', state: 'ready' };
const taskValidated: Mark = { door: 'mcp', type: 'dev.mosaic.task.changed', state: 'validated' };
const notified: Mark = { door: 'mcp', type: 'dev.mosaic.inbox.added' };

/** Between which facts each hop lies. A push begins with git itself. */
export const SPANS: Record<Hop, { from: Mark | null; to: Mark }> = {
  push: { from: null, to: refUpdated },
  webhook: { from: refUpdated, to: queued },
  pipeline: { from: queued, to: finished },
  deployment: { from: finished, to: deployed },
  'agent task': { from: taskReady, to: taskValidated },
  notification: { from: deployed, to: notified },
};

export function isMark(event: EventRecord, { type, state }: Mark): boolean {
  return event.type === type && (state === undefined || event.data['state'] === state);
}
