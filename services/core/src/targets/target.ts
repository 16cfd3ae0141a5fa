import type { Deployment } from '@mosaic/contracts/mosaic';

/** Which environment of which project. */
export type Environment = Pick<Deployment, 'project' | 'environment'>;

/** What a target gets to put live. */
export interface TargetRequest {
  deployment: Deployment;
  /** A release that this target made earlier and that the deployment goes back to; null for a new one. */
  release: number | null;
  /** The archive that the pipeline handed over (tar, as it arrives). Asked for only when it is needed. */
  readonly artifact: () => Promise<AsyncIterable<Uint8Array>>;
  signal: AbortSignal;
}

/**
 * How an environment is served: a static site now; a compose stack and Kubernetes fit the same form, where `release` names
 * what they keep to go back to (a stack file, a revision).
 *
 * Errors: what no retry repairs is a MosaicError whose message the deployment shows; anything else is tried again.
 * Concurrency: never two calls for one environment at once. Cancellation: by the signal; what is live stays live.
 * Crash: a call may be repeated from its beginning and ends in the same state. Until it returns, either the former release
 * is live or the new one, whole.
 */
export interface Target {
  readonly name: string;
  /** Answers the release that is live now. */
  putLive(request: TargetRequest): Promise<{ release: number }>;
  /** Removes all that is kept of an environment: the project's name belongs to another repository now. */
  forget(environment: Environment): Promise<void>;
  /** Removes one release for good, e.g. since it holds what leaked; false when it is not kept. @throws `conflict` for the live one. */
  drop(environment: Environment, release: number): Promise<boolean>;
}
