import { AGENT_ROLES, type ProjectFile } from '@mosaic/contracts/mosaic';
import { globMatch } from '@mosaic/engines/pipeline';

/** A finished pipeline as far as the policy looks at it. */
export interface FinishedPipeline {
  status: string;
  /** Who stopped it: a login, "step <name>" that failed, "pipeline <number>" that took its place; "" for nobody. */
  canceledBy: string;
  event: string;
  branch: string;
  ref: string;
}

/** What the branch went through besides. */
export interface BranchHistory {
  defaultBranch: string;
  /** How the branch's pipeline before this one ended; null for none. */
  previous: Verdict | null;
  /** Events of the branch's later pipelines that have passed already: what they put live must not be put back. */
  later: readonly string[];
}

export type Verdict = 'passed' | 'failed';
export type DeployEntry = ProjectFile['deploy'][number];

/** A task to create for an agent. */
export interface AgentOrder {
  role: string;
  on: ProjectFile['agents'][number]['on'];
  /** The branch is green again: who was woken by the failure ends what it began. */
  resolved: boolean;
}

export interface Plan {
  deploy: DeployEntry[];
  tasks: AgentOrder[];
}

/** Woodpecker's words in ours; null for what somebody stopped or skipped on purpose. */
export function verdictOfStatus(status: string): Verdict | null {
  if (status === 'success') return 'passed';
  return status === 'failure' || status === 'error' || status === 'killed' ? 'failed' : null;
}

/** How the last pipeline that says anything ended, of statuses newest first; null for none. */
export function lastVerdict(statuses: readonly string[]): Verdict | null {
  return statuses.map(verdictOfStatus).find((verdict) => verdict !== null) ?? null;
}

/** Whether it is about a branch of the repository itself: never a pull request, which may come from a fork, and no tag. */
export function isOwnBranch({ event, branch, ref }: FinishedPipeline): boolean {
  return !event.startsWith('pull_request') && branch !== '' && ref === `refs/heads/${branch}`;
}

/** What follows from a finished pipeline. Pure; production goes live from the default branch alone. */
export function planOf(file: ProjectFile, pipeline: FinishedPipeline, history: BranchHistory): Plan {
  const verdict = verdictOfStatus(pipeline.status);
  if (verdict === null || !isOwnBranch(pipeline)) return { deploy: [], tasks: [] };
  if (verdict === 'failed') return { deploy: [], tasks: isStopped(pipeline) ? [] : orders(file, 'pipeline.failed') };
  const deploy = file.deploy.filter((entry) => goesLive(entry, pipeline, history.defaultBranch) && !isOvertaken(entry, history.later));
  const closing = orders(file, 'pipeline.failed').filter(({ role }) => history.previous === 'failed' && hearsOfRecovery(role));
  return { deploy, tasks: [...orders(file, 'pipeline.succeeded'), ...closing.map((order) => ({ ...order, resolved: true }))] };
}

/** What somebody stopped while it ran is told to its author, but is no failure to look into; what a failed step stopped is one. */
function isStopped({ status, canceledBy }: FinishedPipeline): boolean {
  return status === 'killed' && canceledBy !== '' && !canceledBy.startsWith('step ');
}

function goesLive({ name, when }: DeployEntry, { branch, event }: FinishedPipeline, defaultBranch: string): boolean {
  if (name === 'production' && branch !== defaultBranch) return false;
  return matches(when.branch, branch) && matches(when.event, event);
}

/** Whether a later green pipeline of the branch has asked for the same environment. */
export function isOvertaken({ when }: DeployEntry, later: readonly string[]): boolean {
  return later.some((event) => !event.startsWith('pull_request') && matches(when.event, event));
}

/** Exact names or globs as the pipeline file has them, whose matcher cannot be made to backtrack; left out, everything fits. */
function matches(patterns: readonly string[] | undefined, value: string): boolean {
  return patterns === undefined || patterns.some((pattern) => pattern === value || globMatch(pattern, value));
}

function orders(file: ProjectFile, on: ProjectFile['agents'][number]['on']): AgentOrder[] {
  const roles = new Set(file.agents.filter((entry) => entry.on === on).map(({ role }) => role));
  return [...roles].map((role) => ({ role, on, resolved: false }));
}

function hearsOfRecovery(role: string): boolean {
  return Object.entries(AGENT_ROLES).some(([name, row]) => name === role && row.hearsOfRecovery === true);
}
