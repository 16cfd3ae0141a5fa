import { MosaicError, RetryAfter } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import { clientAddress, type Addressed } from './client-address.ts';

export interface PlacesSettings {
  /** What a place is of, in the words of a refusal: "git processes". */
  of: string;
  /** Places at once. */
  places: number;
  /** Places of one holder at once; half of all when absent. */
  each?: number;
  /** Holders that may wait for a place; none when absent, and one holder at most half of them. */
  waiting?: number;
  /** How long one waits before it is refused, ms. */
  waitMs?: number;
}

/** Who takes a place. */
export interface Holder {
  name: string;
  /**
   * `stranger`: without a credential; strangers together leave half of the places to others. `platform`: one of the platform's
   * own principals, whose few calls are what the rest lives on; it is never refused and takes no place away.
   */
  kind: 'stranger' | 'principal' | 'platform';
}

interface Waiter {
  holder: Holder;
  go: () => void;
}

/** When a refused client should come back, s. */
const RETRY_AFTER_S = 10;

/** Those without a credential are told apart by their address; `proof` is what our own edge proves itself with. */
export function holderOf(caller: Caller, request: Addressed, proof: string): Holder {
  if (caller.kind === 'anonymous') return { name: `address ${clientAddress(request, proof)}`, kind: 'stranger' };
  return { name: caller.id, kind: caller.builtIn ? 'platform' : 'principal' };
}

/**
 * Bounds how many of a kind of work are in hand at once, and with them the memory and processes that they hold. First come,
 * first served, except that no holder has more than its share, and all strangers together no more than half.
 */
export class Places {
  readonly #settings: Required<PlacesSettings>;
  /** Places in use, by holder. */
  readonly #held = new Map<string, number>();
  readonly #waiting: Waiter[] = [];
  #used = 0;
  #strangers = 0;

  constructor(settings: PlacesSettings) {
    this.#settings = { each: half(settings.places), waiting: 0, waitMs: 0, ...settings };
  }

  /**
   * Waits for a place; call the answer once, when the work has ended. `signal` gives the place in the queue up.
   * @throws MosaicError `rate_limited` where the holder has its share already, `unavailable` where all are in use and the queue
   *   is full or the wait too long; each with a {@link RetryAfter}.
   */
  async take(holder: Holder, signal?: AbortSignal): Promise<() => void> {
    if (holder.kind === 'platform') return () => {};
    if (this.#mayEnter(holder)) this.#enter(holder);
    else await this.#wait(holder, signal);
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      this.#leave(holder);
    };
  }

  #mayEnter({ name, kind }: Holder): boolean {
    const { places, each } = this.#settings;
    if (kind === 'stranger' && this.#strangers >= half(places)) return false;
    return this.#used < places && (this.#held.get(name) ?? 0) < each;
  }

  #enter({ name, kind }: Holder): void {
    this.#used++;
    if (kind === 'stranger') this.#strangers++;
    this.#held.set(name, (this.#held.get(name) ?? 0) + 1);
  }

  #leave({ name, kind }: Holder): void {
    this.#used--;
    if (kind === 'stranger') this.#strangers--;
    const left = (this.#held.get(name) ?? 1) - 1;
    if (left === 0) this.#held.delete(name);
    else this.#held.set(name, left);
    const next = this.#waiting.findIndex((waiter) => this.#mayEnter(waiter.holder));
    if (next === -1) return;
    const [waiter] = this.#waiting.splice(next, 1) as [Waiter];
    // Entered here, so that nobody who comes now takes the place away.
    this.#enter(waiter.holder);
    waiter.go();
  }

  async #wait(holder: Holder, signal: AbortSignal | undefined): Promise<void> {
    const { of, waiting, waitMs, each } = this.#settings;
    const own = this.#waiting.filter((waiter) => waiter.holder.name === holder.name).length;
    if (waiting === 0 && (this.#held.get(holder.name) ?? 0) >= each)
      throw new MosaicError('rate_limited', `You hold ${each} ${of} already; give some of them up first.`, {
        cause: new RetryAfter(RETRY_AFTER_S),
      });
    if (this.#waiting.length >= waiting || own >= half(waiting)) throw busy(`all ${of} are in use`);
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const waiter: Waiter = { holder, go: resolve };
    const giveUp = (error: MosaicError): void => {
      const at = this.#waiting.indexOf(waiter);
      if (at === -1) return;
      this.#waiting.splice(at, 1);
      reject(error);
    };
    const onAbort = (): void => giveUp(new MosaicError('unavailable', 'The request was cut off while it waited for its turn.'));
    const timer = setTimeout(() => giveUp(busy(`none of its ${of} became free within ${Math.round(waitMs / 1000)} s`)), waitMs);
    this.#waiting.push(waiter);
    signal?.addEventListener('abort', onAbort, { once: true });
    if (signal?.aborted === true) onAbort();
    try {
      await promise;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
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
