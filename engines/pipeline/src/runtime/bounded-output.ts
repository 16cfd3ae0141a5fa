import { LineSplitter } from './line-splitter.ts';
import type { Masker } from './mask.ts';

/** What the log of one step may hold, as the step wrote it. */
export interface LogLimits {
  bytes: number;
  lines: number;
}

/** The end that is kept of a log that is too long: a quarter of the limits, and at most this. */
const MAX_TAIL: LogLimits = { bytes: 1024 * 1024, lines: 20_000 };
const NEWLINE = 0x0a;

/**
 * The output of a step as lines, within bounds: the beginning as it comes; then the end, where the reason of a failure
 * stands, once the step is over; between them a line that says how much is missing. What is left out costs no more than
 * reading it.
 */
export class BoundedOutput {
  readonly #limits: LogLimits;
  readonly #tail: LogLimits;
  readonly #masker: Masker;
  readonly #emit: (line: string) => void;
  readonly #note: (text: string) => void;
  readonly #splitter: LineSplitter;
  /** What may still come as it is. */
  readonly #head: LogLimits;
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #left: LogLimits = { bytes: 0, lines: 0 };
  #isOver = false;

  /** `note` takes words of ours, `emit` masked lines of the step. */
  constructor(
    { limits, masker }: { limits: LogLimits; masker: Masker },
    to: { emit: (line: string) => void; note: (text: string) => void },
  ) {
    this.#limits = limits;
    this.#tail = {
      bytes: Math.min(MAX_TAIL.bytes, Math.floor(limits.bytes / 4)),
      lines: Math.min(MAX_TAIL.lines, Math.floor(limits.lines / 4)),
    };
    this.#head = { bytes: limits.bytes - this.#tail.bytes, lines: limits.lines - this.#tail.lines };
    this.#masker = masker;
    this.#emit = to.emit;
    this.#note = to.note;
    this.#splitter = new LineSplitter(masker, to.emit);
  }

  write(chunk: Buffer): void {
    if (this.#isOver) return this.#keep(chunk);
    const end = this.#headEnd(chunk);
    this.#splitter.write(chunk.subarray(0, end));
    if (end === chunk.length) return;
    this.#isOver = true;
    this.#keep(chunk.subarray(end));
  }

  end(): void {
    const kept = Buffer.concat(this.#kept);
    const tail = this.#tailOf(kept);
    if (this.#left.bytes === 0 && tail.length === kept.length) {
      this.#splitter.write(kept);
      return this.#splitter.end();
    }
    if (this.#left.bytes === 0) this.#noteBound();
    const bytes = this.#left.bytes + kept.length - tail.length;
    const lines = this.#left.lines + countLines(kept.subarray(0, kept.length - tail.length));
    this.#note(`[${lines} lines, ${bytes} bytes in all, are left out here. What follows is the end of the log.]`);
    const splitter = new LineSplitter(this.#masker, this.#emit);
    splitter.write(tail);
    splitter.end();
  }

  /** How much of a chunk still belongs to the beginning. */
  #headEnd(chunk: Buffer): number {
    let end = Math.min(chunk.length, this.#head.bytes);
    for (let at = chunk.indexOf(NEWLINE); at >= 0 && at < end; at = chunk.indexOf(NEWLINE, at + 1)) {
      this.#head.lines -= 1;
      if (this.#head.lines <= 0) end = at + 1;
    }
    this.#head.bytes -= end;
    return end;
  }

  /** Keeps the newest bytes; whole chunks go as soon as those after them are enough. */
  #keep(chunk: Buffer): void {
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
    let first = this.#kept[0];
    while (first !== undefined && this.#keptBytes - first.length >= this.#tail.bytes) {
      if (this.#left.bytes === 0) this.#noteBound();
      this.#left.bytes += first.length;
      this.#left.lines += countLines(first);
      this.#keptBytes -= first.length;
      this.#kept.shift();
      first = this.#kept[0];
    }
  }

  #noteBound(): void {
    this.#splitter.cut();
    this.#note(
      `[This log is longer than the ${this.#limits.lines} lines or ${this.#limits.bytes} bytes that a step may write: from here only its end is kept, which follows when the step is over. Write less, or hand a file over as an artifact.]`,
    );
  }

  /** The end within the bounds, from the beginning of a line: a line that is cut could begin with half a secret. */
  #tailOf(kept: Buffer): Buffer {
    if (this.#left.bytes === 0 && kept.length <= this.#tail.bytes && countLines(kept) <= this.#tail.lines) return kept;
    let start = Math.max(0, kept.length - this.#tail.bytes);
    let lines = 0;
    for (let at = kept.length - 2; at >= start; at--) {
      if (kept[at] !== NEWLINE) continue;
      lines += 1;
      if (lines >= this.#tail.lines) start = at + 1;
    }
    if (start > 0 && kept[start - 1] === NEWLINE) return kept.subarray(start);
    const next = kept.indexOf(NEWLINE, start);
    // One endless line: the longest secret that its first bytes could end.
    return next < 0 ? kept.subarray(Math.min(kept.length, start + this.#masker.longestBytes)) : kept.subarray(next + 1);
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1;
  return lines;
}
