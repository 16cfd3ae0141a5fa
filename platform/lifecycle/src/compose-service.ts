import type { ServiceName } from '@mosaic/contracts/mosaic';
import type { StoreReference } from '@mosaic/platform/db';

import { storageFault } from './disk.ts';
import type { Health, Listener, ParkedEvents, Service } from './service.ts';
import { Stack } from './stack.ts';

/** A service while it starts: where it leaves what is to be undone, and says what it depends on. */
export interface Lifecycle {
  /** Everything that is opened, in this order; undone in the reverse order. */
  readonly stack: Stack;
  readonly listeners: readonly Listener[];
  /** What /readyz says: {@link Service.health}. */
  readonly health: () => Promise<Health>;
  /** Tells where the service listens now, and what is spoken there. */
  announce(name: string, listening: { readonly port: number }, scheme?: 'http' | 'ssh'): void;
  /** Something without which the service is down, e.g. reading its store: `what` leads the reason when the check throws. */
  dependOn(what: string, check: () => Promise<unknown>): void;
  /** The service's event log: what its consumers parked makes it less than well while it serves on, and can be tried again. */
  useEvents(events: ParkedEvents): void;
  /** Something else that makes the service less than well while it serves on; null when there is nothing. */
  degradeOn(look: () => Promise<string | null>): void;
  /** Something that administrators should know although nothing is wrong: {@link Service.note}. */
  noteOf(look: () => string | null): void;
}

export interface ServiceOptions {
  name: ServiceName;
  stores: readonly StoreReference[];
  /** Opens the stores, recovers, listens, starts consumers and workers. When it throws, all that it opened is undone. */
  start: (lifecycle: Lifecycle) => Promise<void>;
  /** What was opened before, by a service that has to be filled while it is composed. */
  stack?: Stack;
}

/**
 * A service with the one meaning of health: `ok` from the end of start to the begin of stop, while all that it depends on works;
 * `degraded` while its disk has hardly any room. A start that failed may be tried again.
 */
export function composeService({ name, stores, start, stack: given = new Stack() }: ServiceOptions): Service {
  let stack = given;
  const listeners: Listener[] = [];
  const checks: { what: string; check: () => Promise<unknown> }[] = [];
  let events: ParkedEvents | null = null;
  const troubles: (() => Promise<string | null>)[] = [];
  let note: () => string | null = () => null;
  let state: Health = { state: 'down', reason: 'It has not started yet.' };

  const health = async (): Promise<Health> => {
    if (state.state !== 'ok') return state;
    for (const { what, check } of checks) {
      try {
        await check();
      } catch (error) {
        return { state: 'down', reason: `${what}: ${wordsOf(error)}` };
      }
    }
    const fault = await storageFault(stores);
    if (fault !== null) return { state: 'degraded', reason: fault };
    const found = await Promise.all([events?.trouble(), ...troubles.map((look) => look())]);
    const reasons = found.filter((words) => typeof words === 'string');
    return reasons.length === 0 ? state : { state: 'degraded', reason: reasons.join(' '), serves: true };
  };
  const stop = async (reason: string): Promise<void> => {
    state = { state: 'down', reason };
    events = null;
    await stack[Symbol.asyncDispose]();
  };

  return {
    name,
    listeners,
    stores,
    health,
    get events() {
      return events;
    },
    note: () => note(),
    async start() {
      // Of an earlier try.
      if (stack.disposed) stack = new Stack();
      listeners.length = 0;
      checks.length = 0;
      events = null;
      troubles.length = 0;
      note = () => null;
      try {
        await start({
          stack,
          listeners,
          health,
          announce: (listener, { port }, scheme = 'http') =>
            void listeners.push({ name: listener, port, url: `${scheme}://127.0.0.1:${port}` }),
          dependOn: (what, check) => void checks.push({ what, check }),
          useEvents: (log) => void (events = log),
          degradeOn: (look) => void troubles.push(look),
          noteOf: (look) => void (note = look),
        });
        state = { state: 'ok' };
      } catch (error) {
        await stop(`It could not start: ${wordsOf(error)}`);
        throw error;
      }
    },
    [Symbol.asyncDispose]: () => stop('It was stopped.'),
  };
}

function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
