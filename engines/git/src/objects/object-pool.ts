import { MosaicError } from '@mosaic/platform/errors';

import { damaged } from './damaged.ts';
import { ObjectReader, ReaderGone, type GitObject, type ObjectInfo } from './object-reader.ts';

export interface ObjectPoolOptions {
  /** Reading processes at the same time, one per repository; 16 by default. */
  maxReaders?: number;
  /** A reader that nobody asks for so long is closed; 30 s by default. */
  idleMs?: number;
  /** An answer that takes longer ends the reader; 30 s by default. */
  answerTimeoutMs?: number;
}

interface Entry {
  reader: ObjectReader;
  /** Questions that hold the entry; counted from the moment it is chosen, so that nobody closes it before the question is asked. */
  users: number;
  idleTimer: NodeJS.Timeout | undefined;
}

/**
 * Reads objects of many repositories through few long-lived processes. When all are busy, a question about a further
 * repository waits. A reader that dies is replaced and the question asked once more.
 */
export class ObjectPool implements AsyncDisposable {
  readonly #entries = new Map<string, Entry>();
  readonly #queue: (() => void)[] = [];
  readonly #max: number;
  readonly #idleMs: number;
  readonly #answerTimeoutMs: number;
  #closed = false;

  constructor(options: ObjectPoolOptions = {}) {
    this.#max = options.maxReaders ?? 16;
    this.#idleMs = options.idleMs ?? 30_000;
    this.#answerTimeoutMs = options.answerTimeoutMs ?? 30_000;
  }

  /** Type and size of an object; null when it does not exist or the name is ambiguous. */
  async info(gitDir: string, name: string): Promise<ObjectInfo | null> {
    const found = await this.#ask(gitDir, name, false);
    return found === null ? null : { id: found.id, type: found.type, size: found.size };
  }

  /** A whole object in memory. @throws MosaicError `too_large` above `maxBytes`, before the bytes are read. */
  async read(gitDir: string, name: string, maxBytes: number): Promise<GitObject | null> {
    const info = await this.#ask(gitDir, name, false);
    if (info === null) return null;
    if (info.size > maxBytes) {
      throw new MosaicError('too_large', `The ${info.type} ${info.id.slice(0, 10)} has ${info.size} bytes; the limit here is ${maxBytes}.`);
    }
    return this.#ask(gitDir, info.id, true);
  }

  /** Ends the reader of a repository that is about to be moved or deleted. */
  async forget(gitDir: string): Promise<void> {
    const entry = this.#entries.get(gitDir);
    entry?.reader.kill();
    await entry?.reader.ended();
  }

  /** Process ids of the open readers, by repository; for diagnosis. */
  readers(): Map<string, number | undefined> {
    return new Map([...this.#entries].map(([gitDir, entry]) => [gitDir, entry.reader.pid]));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    const entries = [...this.#entries.values()];
    for (const entry of entries) entry.reader.kill();
    for (const wake of this.#queue.splice(0)) wake();
    await Promise.all(entries.map((entry) => entry.reader.ended()));
  }

  async #ask(gitDir: string, name: string, wantsData: boolean): Promise<GitObject | null> {
    try {
      return await this.#askOnce(gitDir, name, wantsData);
    } catch (error) {
      if (!(error instanceof ReaderGone)) throw error;
    }
    try {
      return await this.#askOnce(gitDir, name, wantsData);
    } catch (cause) {
      if (!(cause instanceof ReaderGone)) throw cause;
      throw damaged('an object', cause.message);
    }
  }

  async #askOnce(gitDir: string, name: string, wantsData: boolean): Promise<GitObject | null> {
    const entry = await this.#acquire(gitDir);
    const timer = setTimeout(() => entry.reader.kill(), this.#answerTimeoutMs);
    timer.unref();
    try {
      return await entry.reader.ask(name, wantsData);
    } finally {
      clearTimeout(timer);
      this.#released(entry);
    }
  }

  async #acquire(gitDir: string): Promise<Entry> {
    for (;;) {
      if (this.#closed) throw new MosaicError('unavailable', 'The server is shutting down.');
      const present = this.#entries.get(gitDir);
      if (present !== undefined && !present.reader.gone) return hold(present);
      if (present !== undefined) this.#entries.delete(gitDir);
      if (this.#entries.size < this.#max || this.#closeOneIdle()) return hold(this.#start(gitDir));
      await new Promise<void>((wake) => this.#queue.push(wake));
    }
  }

  #start(gitDir: string): Entry {
    const entry: Entry = {
      users: 0,
      idleTimer: undefined,
      reader: new ObjectReader(gitDir, () => {
        clearTimeout(entry.idleTimer);
        if (this.#entries.get(gitDir) === entry) this.#entries.delete(gitDir);
        this.#queue.shift()?.();
      }),
    };
    this.#entries.set(gitDir, entry);
    return entry;
  }

  /** The entry that was used longest ago comes first, because use moves it to the end. */
  #closeOneIdle(): boolean {
    for (const [gitDir, entry] of this.#entries) {
      if (entry.users > 0) continue;
      clearTimeout(entry.idleTimer);
      entry.reader.close();
      this.#entries.delete(gitDir);
      return true;
    }
    return false;
  }

  #released(entry: Entry): void {
    entry.users--;
    if (entry.users > 0) return;
    clearTimeout(entry.idleTimer);
    entry.idleTimer = setTimeout(() => entry.reader.close(), this.#idleMs);
    entry.idleTimer.unref();
    for (const [gitDir, candidate] of this.#entries) {
      if (candidate !== entry || entry.reader.gone) continue;
      this.#entries.delete(gitDir);
      this.#entries.set(gitDir, entry);
      break;
    }
    this.#queue.shift()?.();
  }
}

function hold(entry: Entry): Entry {
  entry.users++;
  clearTimeout(entry.idleTimer);
  return entry;
}
