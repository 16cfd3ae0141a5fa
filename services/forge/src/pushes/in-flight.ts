import type { Command, OpenPush } from './push.ts';

interface Flight {
  number: number;
  repositoryId: number;
  commands: readonly Command[];
  settled: Promise<void>;
}

/** How long a push waits for one it seems to build on, in ms; only a stalled client makes it wait at all. */
const PATIENCE_MS = 3_000;

/**
 * The pushes that this process carries. Two pushes of one branch can be in hand at once: the second begins when git has moved
 * the ref for the first, which may not be settled yet. The second waits, so that events keep the order of the ref.
 */
export class InFlight {
  readonly #flights = new Map<string, Flight>();
  #next = 1;

  /** Whether a repository's pushes are all settled. */
  isIdle(repositoryId: number): boolean {
    return [...this.#flights.values()].every((flight) => flight.repositoryId !== repositoryId);
  }

  /** Registers a push; call the answer when it is settled. */
  begin(push: OpenPush): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#flights.set(push.id, { number: this.#next++, repositoryId: push.repository.id, commands: push.commands, settled: promise });
    return () => {
      this.#flights.delete(push.id);
      resolve();
    };
  }

  /**
   * Waits for the older pushes whose result this one starts from. A client learns a ref's value only after it has moved, so the
   * one before is always the older, and nothing waits in a circle.
   */
  async afterPredecessors(push: OpenPush): Promise<void> {
    const own = this.#flights.get(push.id);
    if (own === undefined) return;
    const before = [...this.#flights.values()].filter((other) => other.number < own.number && leadsTo(other, own));
    if (before.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, PATIENCE_MS);
    await Promise.race([Promise.all(before.map((flight) => flight.settled)), promise]);
    clearTimeout(timer);
  }

  /** Resolves when every push in hand is settled. */
  async idle(): Promise<void> {
    await Promise.all([...this.#flights.values()].map((flight) => flight.settled));
  }
}

function leadsTo(earlier: Flight, later: Flight): boolean {
  if (earlier.repositoryId !== later.repositoryId) return false;
  return earlier.commands.some((one) =>
    later.commands.some((two) => one.ref === two.ref && (one.after === two.before || one.after === '')),
  );
}
