import { bytesOfText } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';

import { stream, type GitProcess } from '../process/git-process.ts';

export type ObjectType = 'commit' | 'tree' | 'blob' | 'tag';

export interface ObjectInfo {
  id: string;
  type: ObjectType;
  /** Bytes. */
  size: number;
}

export interface GitObject extends ObjectInfo {
  data: Buffer;
}

interface Waiting {
  wantsData: boolean;
  resolve(found: GitObject | null): void;
  reject(error: Error): void;
}

const HEADER = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/;

/** The child has gone; the question may be asked again of a new one. */
export class ReaderGone extends Error {}

/**
 * One `git cat-file --batch-command` process: questions are written one behind the other, answers come in their order.
 * Measured: 0.1 ms an object instead of 3–4 ms for a process of its own. The child sees new refs and packs by itself.
 */
export class ObjectReader {
  readonly #process: GitProcess;
  readonly #waiting: Waiting[] = [];
  #chunks: Buffer[] = [];
  #buffered = 0;
  #open: ObjectInfo | null = null;
  #gone = false;

  constructor(gitDir: string, onGone: () => void) {
    this.#process = stream(['cat-file', '--batch-command', '-z'], { gitDir });
    this.#process.stdout.on('data', (chunk: Buffer) => this.#onData(chunk));
    const end = (cause?: unknown): void => {
      this.#gone = true;
      onGone();
      const error = new ReaderGone('the reading git process has ended', { cause });
      for (const waiting of this.#waiting.splice(0)) waiting.reject(error);
    };
    this.#process.done.then((exit) => end(exit.stderr), end);
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  get gone(): boolean {
    return this.#gone;
  }

  /** Asks for an object by an unambiguous name; null when there is none. Rejects with {@link ReaderGone} when the child ends. */
  ask(name: string, wantsData: boolean): Promise<GitObject | null> {
    if (/[\0\n]/.test(name)) return Promise.reject(new MosaicError('invalid_input', 'A name of an object cannot contain a line break.'));
    if (this.#gone) return Promise.reject(new ReaderGone('the reading git process has ended'));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ wantsData, resolve, reject });
      this.#process.stdin.write(bytesOfText(`${wantsData ? 'contents' : 'info'} ${name}\0`));
    });
  }

  /** Lets the child end after its present answers. */
  close(): void {
    this.#gone = true;
    this.#process.stdin.end();
  }

  kill(): void {
    this.#gone = true;
    this.#process.kill();
  }

  async ended(): Promise<void> {
    await this.#process.done.catch(() => undefined);
  }

  #onData(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#buffered += chunk.length;
    while (this.#answerNext());
  }

  /** Takes one answer out of what has come; false when it is not complete. */
  #answerNext(): boolean {
    if (this.#open === null) {
      const line = this.#takeLine();
      if (line === null) return false;
      const match = HEADER.exec(line);
      const info = match === null ? null : { id: match[1] ?? '', type: match[2] as ObjectType, size: Number(match[3]) };
      if (info === null || this.#waiting[0]?.wantsData !== true) {
        this.#waiting.shift()?.resolve(info === null ? null : { ...info, data: Buffer.alloc(0) });
        return true;
      }
      this.#open = info;
    }
    if (this.#buffered < this.#open.size + 1) return false;
    const all = this.#take();
    const { size } = this.#open;
    // Copied, so that a small object does not keep a large read buffer alive.
    const data = Buffer.from(all.subarray(0, size));
    this.#putBack(all.subarray(size + 1));
    this.#waiting.shift()?.resolve({ ...this.#open, data });
    this.#open = null;
    return true;
  }

  #takeLine(): string | null {
    const all = this.#take();
    const end = all.indexOf(10);
    this.#putBack(end === -1 ? all : all.subarray(end + 1));
    return end === -1 ? null : all.toString('utf8', 0, end);
  }

  #take(): Buffer {
    const all = this.#chunks.length === 1 ? (this.#chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#chunks);
    this.#chunks = [];
    this.#buffered = 0;
    return all;
  }

  #putBack(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#chunks = [rest];
    this.#buffered = rest.length;
  }
}
