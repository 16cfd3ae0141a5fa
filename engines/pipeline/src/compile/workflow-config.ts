/** What a step is: the runner's own clone, a script, a plugin (configured by settings only), or a service beside the steps. */
export type StepType = 'clone' | 'commands' | 'plugin' | 'service';

/** Keys that only container backends can honour; a backend that cannot says so before anything runs. */
export interface ContainerOptions {
  privileged?: boolean;
  volumes?: string[];
  devices?: string[];
  tmpfs?: string[];
  networkMode?: string;
  dns?: string[];
  dnsSearch?: string[];
  extraHosts?: string[];
  ports?: string[];
  pull?: boolean;
}

export interface StepConfig {
  uuid: string;
  /** Number shown to people, unique in the pipeline; the `n` of `…/pipeline/<number>/<n>`. */
  pid: number;
  name: string;
  type: StepType;
  image: string;
  commands: string[];
  entrypoint?: string[];
  /** Plain and secret values together. */
  environment: Record<string, string>;
  /** Absolute, or relative to the checkout; empty = the checkout. */
  directory: string;
  /** Names, for people and pictures. */
  dependsOn: string[];
  /** The same edges by uuid (names may repeat in a plain list); what the runtime follows. */
  after: string[];
  /** Whether it runs while nothing has failed, and whether it runs after something failed. */
  onSuccess: boolean;
  onFailure: boolean;
  failure: 'fail' | 'ignore' | 'cancel';
  detach: boolean;
  container?: ContainerOptions;
}

/** What the runner's own clone fetches. The credential is never part of it: it comes with the workflow (`Assignment`). */
export interface CloneConfig {
  /** http or https, without user information. */
  url: string;
  sha: string;
  /** Full ref that holds the commit, for servers that refuse a fetch by SHA. */
  ref: string;
  /** Commits of history; 0 = all. */
  depth: number;
}

/** One workflow as a runner takes it; JSON-serialisable. Modelled on Woodpecker's payload (`pipeline/backend/types`). */
export interface WorkflowConfig {
  /** `CI_REPO` and `CI_PIPELINE_NUMBER`, for messages and names of temporary folders. */
  repo: string;
  pipelineNumber: number;
  workflowName: string;
  steps: StepConfig[];
  /** The secrets that this workflow uses, for masking. */
  secrets: { name: string; value: string }[];
  /** Absent with `skip_clone`. */
  clone?: CloneConfig;
  /** Path of the checkout under the workspace, e.g. `src/forge.example/octo/hello`. */
  workspacePath: string;
  timeoutMinutes: number;
}

/** A workflow that is to be queued: how it is found, chosen and what it runs. */
export interface CompiledWorkflow {
  /** 1..n over the kept workflows. */
  pid: number;
  name: string;
  /** 1..n over the axes of a matrix; 0 without one. */
  axisId: number;
  axis: Record<string, string>;
  /** The axis as variables, as Woodpecker's `environ` shows it. */
  environ: Record<string, string>;
  labels: Record<string, string>;
  /** Names of workflows; a matrix workflow's name stands for all its axes. */
  dependsOn: string[];
  /** On which outcome of the dependencies it runs. */
  runsOn: ('success' | 'failure')[];
  concurrency?: { limit: number; group: string };
  config: WorkflowConfig;
}
