import type { PipelineEvent } from '@mosaic/engines/pipeline';

/** What is to run, before anything is known of how. */
export interface PipelineDraft {
  event: PipelineEvent;
  /** Short branch name; "refs/tags/…" for a tag, as upstream has it. */
  branch: string;
  /** Full ref. */
  ref: string;
  sha: string;
  /** Where the branch stood before; zeros or empty when it is new. */
  before: string;
  title: string;
  message: string;
  author: string;
  authorEmail: string;
  /** Login of who caused it. */
  sender: string;
  /** The change in the forge, for people. */
  forgeUrl: string;
  changedFiles: readonly string[];
  /** Of the events of pull requests, and of what repeats one of these. */
  pullRequest?: PipelinePullRequest | undefined;
  /** Of the event `deployment`. */
  deploy?: { to: string; task: string };
}

/** What a pipeline knows of its pull request, as it stood when the event was told. */
export interface PipelinePullRequest {
  number: number;
  /** Branches by their short names: what is to be merged, and into what. */
  source: string;
  target: string;
  labels: readonly string[];
  /** Its title; "" for none. */
  milestone: string;
  isDraft: boolean;
  isFromFork: boolean;
  /** Which of its members changed, of the event `pull_request_metadata`, in the forge's words; "" else. */
  reason: string;
}

/** Where a pipeline comes from. */
export interface PipelineOrigin {
  traceId: string;
  /** Set for a webhook: the same id makes no second pipeline. */
  deliveryId?: string;
  /** The pipeline that is repeated. */
  parent?: { number: number; rerunCount: number };
  variables?: Readonly<Record<string, string>>;
  /** The files of the repeated pipeline; read from the forge where absent. */
  files?: readonly { name: string; text: string }[];
}
