import type { BlobStore } from '@mosaic/platform/blobs';
import type { Bus } from '@mosaic/platform/events';

/** One line of a step's log as stored. */
export interface LogLine {
  /** Counts from 0. */
  line: number;
  /** Seconds since the step's stream began. */
  time: number;
  /** 0 output, 1 error output, 2 exit code, 3 word of ours, 4 progress. */
  type: number;
  text: string;
}

/** Which log: a new attempt of a step begins a new one. */
export interface LogKey {
  pipelineId: number;
  stepId: number;
  attempt: number;
}

/** What the log of a step may hold; its runner keeps it, with the beginning and the end (engines/pipeline BoundedOutput). */
export interface LogLimits {
  logBytes: number;
  logLines: number;
}

/**
 * What a log may hold here beside that: words of the runner's own, and bytes that grow when they are masked or are no UTF-8.
 * Beyond it is a runner that does not keep the limits.
 */
const SPARE = { times: 4, lines: 1_000 };

/** Bytes read at once by a follower. */
const CHUNK_BYTES = 256 * 1024;
/** Logs whose counters are kept in memory; others are counted again from their file. */
const OPEN_LIMIT = 1_000;
/** Longest line, in characters; of a longer one the middle is left out. Our runner sends none. */
const LINE_LENGTH = 64 * 1024;

interface OpenLog {
  lines: number;
  /** Of the texts with their line ends, as who counts a log would. */
  bytes: number;
  /** Whether the file ends inside a line, as a killed process leaves it. */
  isTorn: boolean;
  isFull: boolean;
  tail: Promise<void>;
}

/**
 * Logs of steps as JSON lines in the blob store, one value a step and attempt, only ever appended to. A piece that a crash
 * tore off is left as a line that no reader can parse, and is skipped. Followers are woken by the bus and read by offset.
 */
export class LogStore {
  readonly #blobs: BlobStore;
  readonly #bus: Bus;
  readonly #limits: LogLimits;
  readonly #open = new Map<string, Promise<OpenLog>>();

  constructor(blobs: BlobStore, bus: Bus, limits: LogLimits) {
    this.#blobs = blobs;
    this.#bus = bus;
    this.#limits = limits;
  }

  /**
   * Adds lines in order; far beyond the limits one line says so and the rest is dropped. A runner numbers its lines and repeats a
   * batch that it got no answer to, so numbers that are already stored are left out.
   */
  async append(key: LogKey, lines: readonly LogLine[]): Promise<void> {
    if (lines.length === 0) return;
    const log = await this.#openLog(key);
    const write = log.tail.then(() => this.#write(key, log, lines));
    // The next append waits for this one, whether or not it fails; the failure is this caller's.
    log.tail = write.catch(() => undefined);
    await write;
  }

  /** Resolves when all that was appended before is stored. */
  async settled(key: LogKey): Promise<void> {
    const open = this.#open.get(blobKey(key));
    if (open !== undefined) await (await open).tail;
  }

  /** Complete lines from a byte offset, and the offset to go on from. Stops after about {@link CHUNK_BYTES}. */
  async read(key: LogKey, offset: number): Promise<{ lines: LogLine[]; next: number }> {
    const size = (await this.#blobs.size(blobKey(key))) ?? 0;
    if (size <= offset) return { lines: [], next: offset };
    const end = Math.min(size, offset + CHUNK_BYTES);
    const chunks: Buffer[] = [];
    for await (const chunk of await this.#blobs.get(blobKey(key), { start: offset, end })) chunks.push(chunk as Buffer);
    const bytes = Buffer.concat(chunks);
    const last = bytes.lastIndexOf(0x0a);
    if (last === -1) return { lines: [], next: offset };
    const lines = bytes
      .subarray(0, last)
      .toString('utf8')
      .split('\n')
      .map(parseLine)
      .filter((line) => line !== null);
    return { lines, next: offset + last + 1 };
  }

  /** All lines; at most what the limits let in. */
  async readAll(key: LogKey): Promise<LogLine[]> {
    const all: LogLine[] = [];
    for (let offset = 0; ;) {
      const { lines, next } = await this.read(key, offset);
      if (next === offset) return all;
      all.push(...lines);
      offset = next;
    }
  }

  async #write(key: LogKey, log: OpenLog, lines: readonly LogLine[]): Promise<void> {
    if (log.isFull) return;
    const most = { lines: this.#limits.logLines + SPARE.lines, bytes: this.#limits.logBytes * SPARE.times };
    let text = log.isTorn ? '\n' : '';
    let count = log.lines;
    let bytes = log.bytes;
    for (const line of lines.filter((candidate) => candidate.line >= log.lines)) {
      bytes += textBytes(line.text);
      log.isFull = count >= most.lines || bytes > most.bytes;
      const stored = log.isFull ? { time: line.time, type: 3, text: this.#fullNotice() } : { ...line, text: cut(line.text) };
      text += `${JSON.stringify({ line: log.isFull ? count : line.line, time: stored.time, type: stored.type, text: stored.text })}\n`;
      count = Math.max(count, line.line) + 1;
      if (log.isFull) break;
    }
    if (count === log.lines) return;
    log.isTorn = true;
    await this.#blobs.append(blobKey(key), text);
    log.isTorn = false;
    log.lines = count;
    log.bytes = bytes;
    this.#bus.publish(logTopic(key.stepId));
  }

  #fullNotice(): string {
    return `The log is cut here: its runner has sent more than a step may write (${this.#limits.logLines} lines or ${this.#limits.logBytes} bytes). Write less, or hand a file over as an artifact.`;
  }

  #openLog(key: LogKey): Promise<OpenLog> {
    const name = blobKey(key);
    const known = this.#open.get(name);
    if (known !== undefined) return known;
    if (this.#open.size >= OPEN_LIMIT) this.#open.delete(this.#open.keys().next().value as string);
    const opening = this.#count(key);
    this.#open.set(name, opening);
    opening.catch(() => this.#open.delete(name));
    return opening;
  }

  async #count(key: LogKey): Promise<OpenLog> {
    const size = (await this.#blobs.size(blobKey(key))) ?? 0;
    if (size === 0) return { lines: 0, bytes: 0, isTorn: false, isFull: false, tail: Promise.resolve() };
    let lines = 0;
    let bytes = 0;
    let offset = 0;
    let isFull = false;
    for (;;) {
      const page = await this.read(key, offset);
      if (page.next === offset) break;
      lines = (page.lines.at(-1)?.line ?? lines - 1) + 1;
      bytes = page.lines.reduce((sum, line) => sum + textBytes(line.text), bytes);
      isFull ||= page.lines.some(({ type, text }) => type === 3 && text === this.#fullNotice());
      offset = page.next;
    }
    return { lines, bytes, isTorn: offset < size, isFull, tail: Promise.resolve() };
  }
}

/** Topic that says "look" to those who follow a step. */
export function logTopic(stepId: number): string {
  return `ci.log.${stepId}`;
}

function blobKey({ pipelineId, stepId, attempt }: LogKey): string {
  return `logs/${pipelineId}/${stepId}-${attempt}.jsonl`;
}

function textBytes(text: string): number {
  return Buffer.byteLength(text) + 1;
}

function cut(text: string): string {
  if (text.length <= LINE_LENGTH) return text;
  const half = LINE_LENGTH / 2;
  return `${text.slice(0, half)}… (${text.length - LINE_LENGTH} characters are left out here) …${text.slice(-half)}`;
}

function parseLine(text: string): LogLine | null {
  try {
    const value = JSON.parse(text) as LogLine;
    return typeof value.line === 'number' && typeof value.text === 'string' ? value : null;
  } catch {
    return null;
  }
}
