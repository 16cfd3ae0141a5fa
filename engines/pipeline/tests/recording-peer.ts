import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';

import {
  BACKENDS,
  runWorkflow,
  type Assignment,
  type Backend,
  type LogEntry,
  type Peer,
  type StepState,
  type WorkflowState,
} from '../src/index.ts';

/** A peer in memory: it keeps what it is told, and answers `wait` when the test cancels. */
export class RecordingPeer implements Peer {
  readonly updates: StepState[] = [];
  readonly entries: (LogEntry & { atMs: number })[] = [];
  readonly uploads: { name: string; stepUuid: string; tar: Buffer }[] = [];
  readonly queue: Assignment[] = [];
  initAtMs = 0;
  final: WorkflowState | undefined;
  readonly #cancel = Promise.withResolvers<{ canceled: boolean }>();
  #watchers: (() => void)[] = [];

  cancel(): void {
    this.#cancel.resolve({ canceled: true });
  }

  async next(_labels: object, signal: AbortSignal): Promise<Assignment | null> {
    const assignment = this.queue.shift();
    if (assignment === undefined) await delay(50, undefined, { signal }).catch(() => undefined);
    return assignment ?? null;
  }

  init(): Promise<void> {
    this.initAtMs = performance.now();
    return Promise.resolve();
  }

  wait(_id: string, signal: AbortSignal): Promise<{ canceled: boolean }> {
    const over = new Promise<{ canceled: boolean }>((resolve) => signal.addEventListener('abort', () => resolve({ canceled: false })));
    return Promise.race([this.#cancel.promise, over]);
  }

  extend(): Promise<void> {
    return Promise.resolve();
  }

  update(_id: string, state: StepState): Promise<void> {
    this.updates.push(state);
    return Promise.resolve();
  }

  log(_id: string, entries: readonly LogEntry[]): Promise<void> {
    this.entries.push(...entries.map((entry) => ({ ...entry, atMs: performance.now() })));
    for (const watcher of this.#watchers.splice(0)) watcher();
    return Promise.resolve();
  }

  done(_id: string, state: WorkflowState): Promise<void> {
    this.final = state;
    return Promise.resolve();
  }

  async uploadArtifact(_id: string, { name, stepUuid, tar }: Parameters<Peer['uploadArtifact']>[1]): Promise<void> {
    this.uploads.push({ name, stepUuid, tar: await buffer(tar) });
  }

  /** Resolves with the first line that the predicate takes. */
  async line(wanted: (data: string) => boolean): Promise<LogEntry & { atMs: number }> {
    for (;;) {
      const found = this.entries.find(({ data }) => wanted(data));
      if (found !== undefined) return found;
      await new Promise<void>((resolve) => this.#watchers.push(resolve));
    }
  }

  /** The log of a step as text. */
  text(stepUuid: string): string {
    return this.entries
      .filter((entry) => entry.stepUuid === stepUuid)
      .map(({ data }) => data)
      .join('\n');
  }

  /** The last state of a step. */
  state(stepUuid: string): StepState | undefined {
    return this.updates.findLast((state) => state.stepUuid === stepUuid);
  }
}

export const silent = { info: () => undefined, warn: () => undefined };

/** Runs an assignment to its end. */
export async function run(
  peer: RecordingPeer,
  backend: Backend,
  assignment: Assignment,
  signal = new AbortController().signal,
): Promise<WorkflowState> {
  return runWorkflow(assignment, { backend, peer, signal, log: silent });
}

export const dummy = BACKENDS.dummy();
