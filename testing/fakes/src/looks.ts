/** Those who wait for something to be seen: each looks again whenever there may be something new. */
export class Looks {
  readonly #waiting = new Set<() => void>();

  /** Resolves when the condition holds, or at the end. */
  until(condition: () => boolean, end?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!condition() && end?.aborted !== true) return;
        this.#waiting.delete(look);
        end?.removeEventListener('abort', look);
        resolve();
      };
      this.#waiting.add(look);
      end?.addEventListener('abort', look);
      look();
    });
  }

  again(): void {
    for (const look of this.#waiting) look();
  }
}

/** When one ends that waits so long at most, and no longer than somebody listens. */
export function endOf(waitMs: number, gone: AbortSignal): AbortSignal {
  return AbortSignal.any([gone, AbortSignal.timeout(waitMs)]);
}
