import { MosaicError, RetryAfter } from '@mosaic/platform/errors';

export interface GitSlotsSettings {
  /** git processes at once. */
  maxGitProcesses: number;
  /** Requests that may wait for one. */
  maxGitWaiting: number;
  /** How long one waits before it is refused, ms. */
  gitWaitMs: number;
}

interface Waiter {
  caller: string;
  go: () => void;
}

/** When a refused client should come back, s. */
const RETRY_AFTER_S = 10;

/**
 * Bounds how many git processes serve fetches and pushes at once, and with them their memory. First come, first served, except
 * that no caller has more than half of the places or of the queue: one with many clones at once leaves room for the others.
 */
export class GitSlots {
  readonly #settings: GitSlotsSettings;
  /** Places in use, by caller. */
  readonly #running = new Map<string, number>();
  readonly #waiting: Waiter[] = [];
  #used = 0;

  constructor(settings: GitSlotsSettings) {
    this.#settings = settings;
  }

  /**
   * Waits for a place; call the answer once, when git has ended. `signal` gives the place in the queue up.
   * @throws MosaicError `unavailable` with a {@link RetryAfter} when the queue is full or the wait too long.
   */
  async take(caller: string, signal: AbortSignal): Promise<() => void> {
    if (!this.#mayRun(caller)) await this.#wait(caller, signal);
    else this.#enter(caller);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#leave(caller);
    };
  }

  #mayRun(caller: string): boolean {
    const { maxGitProcesses } = this.#settings;
    return this.#used < maxGitProcesses && (this.#running.get(caller) ?? 0) < half(maxGitProcesses);
  }

  #enter(caller: string): void {
    this.#used++;
    this.#running.set(caller, (this.#running.get(caller) ?? 0) + 1);
  }

  #leave(caller: string): void {
    this.#used--;
    const left = (this.#running.get(caller) ?? 1) - 1;
    if (left === 0) this.#running.delete(caller);
    else this.#running.set(caller, left);
    const next = this.#waiting.findIndex((waiter) => this.#mayRun(waiter.caller));
    if (next === -1) return;
    const [waiter] = this.#waiting.splice(next, 1);
    // Entered here, so that nobody who comes now takes the place away.
    this.#enter((waiter as Waiter).caller);
    (waiter as Waiter).go();
  }

  async #wait(caller: string, signal: AbortSignal): Promise<void> {
    const { maxGitWaiting, gitWaitMs } = this.#settings;
    const own = this.#waiting.filter((waiter) => waiter.caller === caller).length;
    if (this.#waiting.length >= maxGitWaiting || own >= half(maxGitWaiting)) throw busy('too many requests wait for git already');
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { caller, go: resolve };
    const giveUp = (error: MosaicError): void => {
      const at = this.#waiting.indexOf(waiter);
      if (at === -1) return;
      this.#waiting.splice(at, 1);
      reject(error);
    };
    const onAbort = (): void => giveUp(new MosaicError('unavailable', 'The request was cut off while it waited for git.'));
    const timer = setTimeout(() => giveUp(busy(`no git process became free within ${Math.round(gitWaitMs / 1000)} s`)), gitWaitMs);
    this.#waiting.push(waiter);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    }
  }
}

function half(of: number): number {
  return Math.max(1, Math.ceil(of / 2));
}

function busy(why: string): MosaicError {
  return new MosaicError('unavailable', `The server is busy: ${why}. Try again in ${RETRY_AFTER_S} seconds.`, {
    cause: new RetryAfter(RETRY_AFTER_S),
  });
}
