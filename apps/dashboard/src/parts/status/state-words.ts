/** The seven words for the state of anything, in every service. */
export type State = 'waiting' | 'running' | 'ok' | 'failed' | 'needs-you' | 'cancelled' | 'skipped';

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

/** Upstream word → state, and its own word for "ok" where "Passed" would be wrong. */
const UPSTREAM: Record<string, State | [State, string]> = {
  // Woodpecker
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
  cancelled: 'cancelled',
  skipped: 'skipped',
  // Gitea's commit statuses
  warning: ['ok', 'Passed'],
  // deployments
  requested: 'waiting',
  live: ['ok', 'Live'],
  superseded: ['ok', 'Done'],
  // tasks
  ready: 'waiting',
  in_progress: 'running',
  completed: ['ok', 'Done'],
  validated: ['ok', 'Done'],
  archived: ['ok', 'Done'],
  failed: 'failed',
  // journeys, inbox and services
  waiting: 'waiting',
  ok: ['ok', 'Done'],
  fail: 'failed',
  info: ['ok', 'Done'],
  'needs-you': 'needs-you',
  degraded: ['failed', 'Degraded'],
  down: ['failed', 'Down'],
};

/** What to show for an upstream's word. An unknown word is shown as it is, as waiting. */
export function stateView(upstream: string): StateView {
  const known = UPSTREAM[upstream];
  if (known === undefined) return { state: 'waiting', word: upstream, upstream: null };
  const [state, word] = typeof known === 'string' ? [known, WORDS[known]] : known;
  return { state, word, upstream: word.toLowerCase() === upstream ? null : upstream };
}
