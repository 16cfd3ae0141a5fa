import type { PIPELINE_EVENTS } from '@mosaic/contracts/woodpecker';

/** What starts a pipeline. */
export type PipelineEvent = (typeof PIPELINE_EVENTS)[number];

export interface SystemMetadata {
  /** `CI_SYSTEM_NAME`; Woodpecker's own value is `woodpecker`. */
  name: string;
  /** Address of the CI server without a trailing slash; links are built from it. */
  url: string;
  /** Host of that address; what `when.instance` is matched against. */
  host: string;
  platform?: string;
  version: string;
}

export interface RepositoryMetadata {
  /** The CI server's own number, used in links. */
  id: number;
  owner: string;
  name: string;
  /** The forge's id. */
  remoteId: string;
  url: string;
  cloneUrl: string;
  cloneSshUrl?: string;
  defaultBranch: string;
  isPrivate: boolean;
}

export interface CommitMetadata {
  sha: string;
  ref: string;
  refspec?: string;
  /** For a pull request its target, else the branch that holds the commit. */
  branch: string;
  message: string;
  /** Unix seconds. */
  timestamp?: number;
  author: string;
  authorEmail?: string;
  authorAvatar?: string;
  tag?: string;
  sourceBranch?: string;
  targetBranch?: string;
  pullRequest?: number;
  pullRequestLabels?: readonly string[];
  pullRequestMilestone?: string;
  pullRequestDraft?: boolean;
  isPrerelease?: boolean;
  url?: string;
}

/** Times are Unix seconds. */
export interface PipelineRunMetadata {
  number: number;
  parent?: number;
  event: PipelineEvent;
  eventReason?: readonly string[];
  /** Address of the change in the forge. */
  forgeUrl?: string;
  deployTarget?: string;
  deployTask?: string;
  created: number;
  started?: number;
  finished?: number;
  status?: string;
  author: string;
  avatar?: string;
  releaseTitle?: string;
  reruns?: number;
  /** Name of the cron job, on cron events. */
  cron?: string;
  /** Variables given by hand or by a cron job; they reach steps and the substitution (docs/reference/pipelines.md#substitution). */
  variables?: Readonly<Record<string, string>>;
}

/** Everything that conditions, substitution and the `CI_*` variables are made of. */
export interface PipelineMetadata {
  system: SystemMetadata;
  forge: { type: string; url: string };
  repo: RepositoryMetadata;
  pipeline: PipelineRunMetadata;
  commit: CommitMetadata;
  /** The pipeline before this one on the same branch; its status is what `CI_PREV_PIPELINE_STATUS` says. */
  previous?: { pipeline: PipelineRunMetadata; commit: CommitMetadata };
}

/** What a repository is trusted with by an administrator. */
export interface Trust {
  network: boolean;
  volumes: boolean;
  security: boolean;
}
