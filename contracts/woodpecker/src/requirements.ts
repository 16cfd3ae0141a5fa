/** One behaviour that a server of this dialect must show; a test cites it with {@link verifies}. */
export interface Requirement {
  behaviour: string;
  /** Where the behaviour is stated: a path of woodpecker-ci/woodpecker, or ours where we knowingly differ. */
  source: string;
}

/** Woodpecker's contract as far as our CI service claims it. An id that no test cites is red. */
export const WOODPECKER_REQUIREMENTS = {
  'hook.token': {
    behaviour: 'A hook call without a valid hook token of the repository answers 400.',
    source: 'server/api/hook.go',
  },
  'hook.push': { behaviour: 'A push makes one pipeline; the answer is 200 with the pipeline.', source: 'server/api/hook.go' },
  'hook.tag': { behaviour: 'A tag arrives as `create` and makes a pipeline of the event `tag`.', source: 'server/forge/gitea/parse.go' },
  'hook.delivery': { behaviour: 'The same X-Gitea-Delivery again answers the same pipeline.', source: 'ours: delivery ids are stable' },
  'hook.signature': { behaviour: 'Where a secret is set, a body with a wrong X-Gitea-Signature answers 400.', source: 'ours: stricter' },
  'hook.filtered': {
    behaviour: 'Deleted branches, skip messages, a missing configuration and inactive repositories answer 204 with Pipeline-Filtered.',
    source: 'server/pipeline/create.go',
  },
  'repo.activate': { behaviour: 'POST /api/repos adds the webhook at the forge; again it answers the same.', source: 'server/api/repo.go' },
  'repo.lookup': { behaviour: 'GET /api/repos/lookup/owner/name finds a repository.', source: 'server/api/repo.go' },
  'repo.privacy': {
    behaviour: 'Who may not read a repository at the forge gets 404 for all that is below it.',
    source: 'server/router/middleware/session/repo.go',
  },
  'repo.deactivate': { behaviour: 'DELETE /api/repos/:id makes it inactive and removes the hook.', source: 'server/api/repo.go' },
  'pipeline.steps': {
    behaviour: 'A pipeline goes pending → running → success and its steps bear exit codes and times.',
    source: 'server/rpc/rpc.go',
  },
  'pipeline.list': { behaviour: 'Pipelines list newest first, filtered by branch, event and status.', source: 'server/api/pipeline.go' },
  'pipeline.latest': { behaviour: '/pipelines/latest answers the newest of a branch.', source: 'server/api/pipeline.go' },
  'pipeline.manual': { behaviour: 'POST /pipelines runs the head of a branch with variables.', source: 'server/api/pipeline.go' },
  'pipeline.restart': { behaviour: 'POST /pipelines/:n makes a new pipeline with `parent`.', source: 'server/api/pipeline.go' },
  'pipeline.deploy': {
    behaviour: 'POST /pipelines/:n?event=deployment&deploy_to= makes a deployment of that commit, where the repository allows it.',
    source: 'server/api/pipeline.go',
  },
  'pipeline.approval': {
    behaviour: 'With require_approval a pipeline is blocked until it is approved; declined, it never runs.',
    source: 'server/pipeline/gated.go, approve.go, decline.go',
  },
  'pipeline.supersede': {
    behaviour: 'With cancel_previous_pipeline_events a new pipeline of a branch stops the older ones of its event.',
    source: 'server/pipeline/cancel.go',
  },
  'pipeline.cancel': {
    behaviour: 'Cancel: pending steps become canceled, running ones killed, the pipeline killed, or canceled if nothing ran.',
    source: 'server/pipeline/cancel.go',
  },
  'pipeline.error': {
    behaviour: 'Broken YAML and unknown secrets give status error with errors[] that name file, line and cause.',
    source: 'pipeline/errors',
  },
  'pipeline.config': { behaviour: 'GET /pipelines/:n/config answers the files in base64.', source: 'server/api/pipeline.go' },
  'step.transitions': { behaviour: 'Step states move as the table of step_status.go says.', source: 'server/pipeline/step_status.go' },
  'status.merge': { behaviour: 'The worst state of the children is the parent state.', source: 'server/pipeline/status.go' },
  'workflow.depends': {
    behaviour: 'A workflow waits for those it depends on and is skipped when they fail, unless it runs on failure.',
    source: 'server/queue/fifo.go',
  },
  'forge.status': {
    behaviour: 'Each workflow posts its states to the forge in order, context ci/woodpecker/<event>/<workflow>.',
    source: 'server/forge/common/status.go',
  },
  'logs.list': { behaviour: 'GET /logs/:n/:step answers LogEntry with base64 data.', source: 'server/api/pipeline.go' },
  'logs.stream': {
    behaviour: '/stream/logs sends id and data per line, honours Last-Event-ID and ends with eof when the step ends.',
    source: 'server/api/stream.go; eof per step is ours (#3025)',
  },
  'events.stream': {
    behaviour: '/stream/events sends repo and pipeline of each change, only of repositories that the caller may read.',
    source: 'server/api/stream.go',
  },
  'secret.crud': {
    behaviour: 'Secrets are made, changed, listed and removed; no answer bears a value.',
    source: 'server/api/repo_secret.go',
  },
  'secret.events': { behaviour: 'A secret reaches only the events that it lists.', source: 'server/model/secret.go' },
  'queue.lease': {
    behaviour: 'A workflow whose runner died runs again as the next attempt, at most 3.',
    source: 'ours: fixes #220, #6595, #3283',
  },
  'agent.list': {
    behaviour: 'GET /api/agents, /api/agents/:id and /api/agents/:id/tasks show administrators who runs workflows, and which.',
    source: 'server/api/agent.go',
  },
  'agent.pause': {
    behaviour: 'PATCH /api/agents/:id with no_schedule keeps an agent from taking work until it is taken back.',
    source: 'server/api/agent.go, server/rpc/rpc.go',
  },
  'lease.row': {
    behaviour: 'A workflow of an agent elsewhere goes on over a restart of the server, under the same attempt.',
    source: 'ours: upstream loses cancel and leases (server/queue/fifo.go)',
  },
  'lease.fence': {
    behaviour: 'Calls with the lease of a former attempt, or of another agent, are refused and change nothing.',
    source: 'server/rpc/rpc.go; the token is ours',
  },
  'queue.reason': { behaviour: 'An entry that waits says why.', source: 'ours: #3949' },
  'queue.order': { behaviour: 'Pipelines of one branch run in the order of their pushes.', source: 'ours' },
} as const satisfies Record<string, Requirement>;

export type WoodpeckerRequirement = keyof typeof WOODPECKER_REQUIREMENTS;

/** Leads a test's title with the requirements that it verifies, e.g. `test(verifies('hook.push') + '…')`. */
export function verifies(...ids: readonly WoodpeckerRequirement[]): string {
  return `[${ids.join(' ')}] `;
}
