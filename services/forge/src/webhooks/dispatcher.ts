import type { Log } from '@mosaic/platform/log';
import type { Keyring } from '@mosaic/platform/secrets';

import type { DeliveryLedger } from './delivery-ledger.ts';
import { authorizationContext, secretContext, type Hook } from './hook.ts';
import { HookLookups } from './hook-lookups.ts';
import type { HookReader } from './hook-reader.ts';
import { postDelivery, type Attempt } from './post-delivery.ts';
import type { Delivery } from './delivery.ts';

export interface DispatcherOptions {
  ledger: DeliveryLedger;
  hooks: HookReader;
  keyring: Keyring;
  log: Log;
  settings: { allowedHookHosts: readonly string[]; hookBackoffMs: readonly number[]; hookTimeoutMs: number };
}

/** Hooks that are served at once, in all and of the repositories of one owner: nobody's slow receivers hold up another's hooks. */
const LANES_MAX = 64;
const LANES_EACH = 8;
/** The pause after a fault of our own. */
const FAULT_PAUSE_MS = 1_000;

/**
 * Delivers what waits: hooks beside each other, the deliveries of one hook one after the other. A delivery that fails holds the
 * later ones of its hook back until it has passed or is given up. Rows say what waits, so a kill loses and doubles no row; a try
 * that was under way is made again under the same id.
 */
export class Dispatcher implements AsyncDisposable {
  readonly #options: DispatcherOptions;
  readonly #lookups: HookLookups;
  readonly #stop = new AbortController();
  readonly #lanes = new Map<number, { ownerId: number; done: Promise<void> }>();
  #timer: NodeJS.Timeout | undefined;
  #scanning: Promise<void> | null = null;
  #rescan = false;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#lookups = new HookLookups({ waitMs: options.settings.hookTimeoutMs });
  }

  /** Looks for due deliveries; called at start and whenever some were added. */
  wake(): void {
    if (this.#stop.signal.aborted) return;
    if (this.#scanning !== null) {
      this.#rescan = true;
      return;
    }
    this.#scanning = this.#scan()
      .catch((error: unknown) => {
        this.#options.log.error({ err: error }, 'deliveries could not be looked up');
        this.#wakeAfter(FAULT_PAUSE_MS);
      })
      .finally(() => {
        this.#scanning = null;
        if (this.#rescan) this.wake();
      });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    clearTimeout(this.#timer);
    await this.#scanning;
    await Promise.all(Array.from(this.#lanes.values(), ({ done }) => done));
  }

  async #scan(): Promise<void> {
    this.#rescan = false;
    const heads = await this.#options.ledger.heads();
    const now = Date.now();
    let next = Number.POSITIVE_INFINITY;
    for (const { hookId, ownerId, nextAt } of heads) {
      if (this.#lanes.has(hookId)) continue;
      if (nextAt > now) next = Math.min(next, nextAt);
      else if (this.#mayOpen(ownerId)) this.#open(hookId, ownerId);
    }
    if (next !== Number.POSITIVE_INFINITY) this.#wakeAfter(next - now);
  }

  #wakeAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.min(Math.max(ms, 1), 60_000));
  }

  /** The end of each lane looks again, so what finds none waits without a timer. */
  #mayOpen(ownerId: number): boolean {
    const own = this.#lanes.values().filter((lane) => lane.ownerId === ownerId);
    return this.#lanes.size < LANES_MAX && own.toArray().length < LANES_EACH;
  }

  #open(hookId: number, ownerId: number): void {
    const done = this.#serve(hookId, ownerId)
      .catch((error: unknown) => {
        this.#options.log.error({ err: error, hookId }, 'a delivery could not be recorded');
        this.#wakeAfter(FAULT_PAUSE_MS);
        return false;
      })
      .then((isWell) => {
        this.#lanes.delete(hookId);
        if (isWell !== false) this.wake();
      });
    this.#lanes.set(hookId, { ownerId, done });
  }

  async #serve(hookId: number, ownerId: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const delivery = await this.#options.ledger.head(hookId);
      if (delivery === null || delivery.nextAt > Date.now()) return;
      const hook = await this.#options.hooks.byId(hookId);
      if (hook === null) return;
      const attempt = await this.#post(delivery, hook, ownerId);
      // Stopped in the middle: the row still waits and is tried again under the same id.
      if (this.#stop.signal.aborted && attempt.status === 0) return;
      await this.#options.ledger.record(delivery, attempt, this.#retryAt(delivery));
    }
  }

  async #post(delivery: Delivery, hook: Hook, ownerId: number): Promise<Attempt> {
    const { ledger, keyring, settings, log } = this.#options;
    const sealed = await ledger.sealed(hook.id);
    const open = (context: string, text: string) => (text === '' ? '' : keyring.open(context, text));
    const attempt = await postDelivery(delivery, {
      hook,
      secret: open(secretContext(hook.repositoryId), sealed.secret),
      authorization: open(authorizationContext(hook.repositoryId), sealed.authorization),
      allowedHosts: settings.allowedHookHosts,
      timeoutMs: settings.hookTimeoutMs,
      signal: this.#stop.signal,
      resolve: this.#lookups.of(ownerId),
    });
    if (attempt.status < 200 || attempt.status >= 300)
      log.warn(
        { hookId: hook.id, deliveryId: delivery.id, status: attempt.status, attempt: delivery.attempts + 1 },
        'a webhook was not taken',
      );
    return attempt;
  }

  #retryAt(delivery: Delivery): number | null {
    const pause = this.#options.settings.hookBackoffMs[delivery.attempts];
    return pause === undefined ? null : Date.now() + pause;
  }
}
