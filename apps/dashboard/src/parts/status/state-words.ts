import type { StatusState } from '@mosaic/contracts/gitea';
import type { DeploymentState, InboxEntry, Journey, SystemStatus, TaskState } from '@mosaic/contracts/mosaic';
import type { Status } from '@mosaic/contracts/woodpecker';
import type { z } from 'zod';

/** The seven words for the state of anything, in every service. */
export type State = 'waiting' | 'running' | 'ok' | 'failed' | 'needs-you' | 'cancelled' | 'skipped';

/** What stands between a pull request and its base; `ready` for nothing, `held` for the base's rule alone. */
export type MergeState = 'merged' | 'closed' | 'draft' | 'conflicts' | 'undecided' | 'held' | 'ready';

/** A state, the word that people read, and the upstream's own word where it differs. */
export interface StateView {
  state: State;
  word: string;
  upstream: string | null;
}

const WORDS: Record<State, string> = {
  waiting: 'Waiting',
  running: 'Running',
  ok: 'Passed',
  failed: 'Failed',
  'needs-you': 'Needs you',
  cancelled: 'Cancelled',
  skipped: 'Skipped',
};

/** A state, with its own word where the usual one would be wrong. */
type Meaning = State | readonly [State, string];
type Hop = z.infer<typeof Journey>['hops'][number]['state'];

const DONE = ['ok', 'Done'] as const;
const LIVE = ['ok', 'Live'] as const;

/** What each kind of thing means by its own words; a word that a contract has and this has not is an error of types. */
const MEANINGS = {
  /** Woodpecker's pipelines, workflows and steps. */
  pipeline: {
    created: 'waiting',
    pending: 'waiting',
    blocked: 'needs-you',
    declined: 'cancelled',
    running: 'running',
    success: 'ok',
    failure: 'failed',
    error: 'failed',
    killed: 'cancelled',
    canceled: 'cancelled',
    skipped: 'skipped',
  } satisfies Record<Status, Meaning>,
  /** Gitea's commit statuses. */
  check: {
    pending: 'waiting',
    success: 'ok',
    warning: 'ok',
    failure: 'failed',
    error: 'failed',
    skipped: 'skipped',
  } satisfies Record<z.infer<typeof StatusState>, Meaning>,
  deployment: {
    requested: 'waiting',
    running: 'running',
    live: LIVE,
    superseded: DONE,
    failed: 'failed',
  } satisfies Record<z.infer<typeof DeploymentState>, Meaning>,
  /** Blocked: after its attempts a person has to look. */
  task: {
    pending: 'waiting',
    ready: 'waiting',
    in_progress: 'running',
    completed: DONE,
    validated: DONE,
    archived: DONE,
    failed: 'failed',
    blocked: 'needs-you',
    cancelled: 'cancelled',
  } satisfies Record<z.infer<typeof TaskState>, Meaning>,
  /** A hop of a journey, and the address at its end. */
  hop: {
    waiting: 'waiting',
    running: 'running',
    ok: DONE,
    fail: 'failed',
    cancelled: 'cancelled',
    live: LIVE,
  } satisfies Record<Hop | 'live', Meaning>,
  /** How that ended which an inbox entry is about. */
  entry: { ok: DONE, fail: 'failed', info: DONE } satisfies Record<InboxEntry['outcome'], Meaning>,
  service: {
    ok: LIVE,
    degraded: ['failed', 'Degraded'],
    down: ['failed', 'Down'],
  } satisfies Record<SystemStatus['services'][number]['state'], Meaning>,
  /** Whether a pull request can be merged. */
  merge: {
    merged: ['ok', 'Merged'],
    closed: ['cancelled', 'Closed without a merge'],
    draft: ['waiting', 'A draft'],
    conflicts: ['failed', 'It cannot be merged'],
    undecided: ['waiting', 'Not known yet whether it can be merged'],
    held: ['waiting', 'It waits for its rule'],
    ready: ['ok', 'It can be merged'],
  } satisfies Record<MergeState, Meaning>,
  /** What the reviewers of a pull request say, or are asked to. */
  opinion: {
    approved: ['ok', 'Approved'],
    rejected: ['failed', 'Requests changes'],
    requested: ['waiting', 'Review awaited'],
  } satisfies Record<string, Meaning>,
  /** What a page itself says of an agent, a command or a person. */
  own: { waiting: 'waiting', running: 'running', ok: 'ok', failed: 'failed', 'needs-you': 'needs-you' } satisfies Partial<
    Record<State, Meaning>
  >,
} as const;

export type StatefulKind = keyof typeof MEANINGS;

/** What to show for a word that a kind of thing says of its state. An unknown one is shown as it is, as waiting. */
export function stateView(kind: StatefulKind, upstream: string): StateView {
  const meanings: Readonly<Record<string, Meaning>> = MEANINGS[kind];
  const known = Object.hasOwn(meanings, upstream) ? meanings[upstream] : undefined;
  if (known === undefined) return { state: 'waiting', word: upstream, upstream: null };
  const [state, word] = typeof known === 'string' ? [known, WORDS[known]] : known;
  return { state, word, upstream: word.toLowerCase() === upstream ? null : upstream };
}
