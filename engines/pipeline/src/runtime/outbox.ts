import { asMosaicError } from '@mosaic/platform/errors';

import type { LogEntry, Peer, RunLog, StepState } from './peer.ts';
import { BRIEF, retrying } from './retry.ts';

/** Logs leave on this clock; the first line after a pause leaves at once. */
const FLUSH_EVERY_MS = 50;
/** Bounds of one batch (upstream: 1 MiB). */
const MAX_BATCH_SIZE = 1024 * 1024;
const MAX_BATCH_ENTRIES = 2000;
/** Waiting characters beyond which the steps' output is no longer read until some have left. */
const HIGH_WATER = 4 * 1024 * 1024;

type Item = { kind: 'update'; state: StepState } | { kind: 'log'; entry: LogEntry };

/**
 * What one workflow tells the peer, in the order it happened and never in the steps' way: state updates at once, logs in
 * batches on a clock. What the peer refuses for good is noted and dropped, as upstream's agents do.
 */
export class Outbox {
  readonly #workflowId: string;
  readonly #peer: Peer;
  readonly #log: RunLog;
  readonly #items: Item[] = [];
  #logSize = 0;
  #lostLog: string | undefined;
  #lastFlush = Number.NEGATIVE_INFINITY;
  #pumping: Promise<void> | undefined;
  #hurry: (() => void) | undefined;
  #urgent = false;
  #closing = false;
  #roomWaiters: (() => void)[] = [];

  constructor(workflowId: string, peer: Peer, log: RunLog) {
    this.#workflowId = workflowId;
    this.#peer = peer;
    this.#log = log;
  }

  /** Why a part of the logs could not be handed over, in words; undefined when all was. */
  get lostLog(): string | undefined {
    return this.#lostLog;
  }

  update(state: StepState): void {
    this.#items.push({ kind: 'update', state });
    this.#urgent = true;
    this.#hurry?.();
    this.#start();
  }

  line(entry: LogEntry): void {
    this.#items.push({ kind: 'log', entry });
    this.#logSize += entry.data.length;
    this.#start();
  }

  /** Resolves once less than 4 MiB of logs wait. */
  async room(): Promise<void> {
    while (this.#logSize > HIGH_WATER) await new Promise<void>((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Sends everything that waits. */
  async close(): Promise<void> {
    this.#closing = true;
    this.#hurry?.();
    while (this.#pumping !== undefined) await this.#pumping;
  }

  #start(): void {
    this.#pumping ??= this.#pump().finally(() => {
      this.#pumping = undefined;
      if (this.#items.length > 0) this.#start();
    });
  }

  async #pump(): Promise<void> {
    while (this.#items.length > 0) {
      const first = this.#items[0] as Item;
      if (first.kind === 'update') {
        this.#items.shift();
        this.#urgent = this.#items.some((item) => item.kind === 'update');
        await this.#send('update', () => this.#peer.update(this.#workflowId, first.state));
        continue;
      }
      await this.#waitForClock();
      const batch = this.#takeBatch();
      this.#lastFlush = performance.now();
      await this.#send('log', () => this.#peer.log(this.#workflowId, batch));
      this.#logSize -= batch.reduce((sum, { data }) => sum + data.length, 0);
      for (const resolve of this.#roomWaiters.splice(0)) resolve();
    }
  }

  async #waitForClock(): Promise<void> {
    const waitMs = this.#lastFlush + FLUSH_EVERY_MS - performance.now();
    if (waitMs <= 0 || this.#urgent || this.#closing || this.#logSize > MAX_BATCH_SIZE) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, waitMs);
      this.#hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#hurry = undefined;
  }

  #takeBatch(): LogEntry[] {
    const batch: LogEntry[] = [];
    let size = 0;
    for (const item of this.#items) {
      if (item.kind !== 'log' || batch.length >= MAX_BATCH_ENTRIES) break;
      size += item.entry.data.length;
      if (batch.length > 0 && size > MAX_BATCH_SIZE) break;
      batch.push(item.entry);
    }
    this.#items.splice(0, batch.length);
    return batch;
  }

  async #send(what: 'update' | 'log', call: () => Promise<void>): Promise<void> {
    try {
      await (what === 'log' ? retrying(call, undefined, BRIEF) : retrying(call));
    } catch (error) {
      if (what === 'log') this.#lostLog ??= asMosaicError(error).message;
      this.#log.warn({ workflowId: this.#workflowId, what, err: error }, `The server refused a ${what}: ${asMosaicError(error).message}`);
    }
  }
}
