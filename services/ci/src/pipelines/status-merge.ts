import type { Status } from '@mosaic/contracts/woodpecker';

/** From worst to best (docs/reference/pipelines.md#states): the first that occurs among the children is the parent's. */
const ORDER: readonly Status[] = [
  'declined',
  'blocked',
  'created',
  'error',
  'killed',
  'canceled',
  'running',
  'pending',
  'failure',
  'success',
  'skipped',
];

/** The state of a whole from those of its parts; `success` for none. Canceled together with another state is killed. */
export function mergeStatus(states: readonly Status[]): Status {
  if (states.length === 0) return 'success';
  const worst = ORDER.find((status) => states.includes(status)) as Status;
  if (worst === 'canceled' && states.some((state) => state !== 'canceled' && state !== 'skipped')) return 'killed';
  return worst;
}

/** The state of a pipeline: running as long as one workflow runs or has run while others wait. */
export function pipelineStatus(workflows: readonly Status[]): Status {
  const isOver = workflows.every((state) => !isOpen(state));
  if (isOver) return mergeStatus(workflows);
  return workflows.every((state) => state === 'pending' || state === 'created') ? 'pending' : 'running';
}

/** States that may still change by running. */
export const OPEN_STATUSES = ['created', 'blocked', 'pending', 'running'] as const satisfies readonly Status[];

/** Whether the state may still change by running. */
export function isOpen(state: string): boolean {
  return (OPEN_STATUSES as readonly string[]).includes(state);
}
