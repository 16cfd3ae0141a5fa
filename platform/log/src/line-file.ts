import { constants, openSync, write, writeSync } from 'node:fs';

/** pino tells the level of each line to a destination that has this member (pino's `pino.metadata`). */
const METADATA = Symbol.for('pino.metadata');
const WARN = 40;
const ERROR = 50;
/** What is kept of lines that the file does not take, characters: some thousand lines, or what a busy server says in a minute. */
const KEPT = 1024 * 1024;
/** A named pipe that nobody reads must hold up nobody either; it means nothing to a file. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

/**
 * A file of a log's lines. Nobody waits for the disk: a line is handed over at once, and those that come while it is written follow
 * together. Errors are waited for, and what is left at the process's end is tried once. A disk that takes no more lines must neither
 * end the process nor keep it: they are kept up to a bound and tried again with the next line; beyond it they are lost, which is told.
 *
 * pino's own destination is not used: its last flush tries for ever on a full disk (sonic-boom 4, `flushSync`). Measured on a quick disk:
 * 6 µs a line, whether it is waited for or not; at 3,000 lines a second `kill -9` loses what was said in the last millisecond, if anything.
 */
export class LineFile {
  readonly [METADATA] = true;
  /** Set by pino before each line. */
  lastLevel = 0;
  readonly #path: string;
  #file: number | null = null;
  #isWriting = false;
  /** Not yet handed over. */
  #lines: string[] = [];
  #length = 0;
  /** What the file did not take of the last that it was given. */
  #rest: Buffer = Buffer.alloc(0);
  #lost = 0;

  constructor(path: string) {
    this.#path = path;
    process.on('exit', () => this.flush());
  }

  write(line: string): void {
    if (this.#length + this.#rest.length > KEPT) this.#lost += 1;
    else this.#keep(line);
    if (this.lastLevel >= ERROR) this.flush();
    else if (!this.#isWriting) this.#writeOn();
  }

  /** Writes all lines that are not on their way, once; what is on its way may come to stand after them. */
  flush(): void {
    try {
      const file = this.#open();
      for (let left = this.#take(); left.length > 0; left = this.#take()) this.#rest = left.subarray(writeSync(file, left));
    } catch {
      // With the next line.
    }
  }

  #keep(line: string): void {
    this.#lines.push(line);
    this.#length += line.length;
  }

  /** What comes next: the rest of the last, or all lines since. It is {@link #rest} until it is written. */
  #take(): Buffer {
    if (this.#rest.length > 0) return this.#rest;
    if (this.#lost > 0) this.#keep(lossOf(this.#lost));
    this.#lost = 0;
    this.#rest = Buffer.from(this.#lines.join(''));
    this.#lines = [];
    this.#length = 0;
    return this.#rest;
  }

  #writeOn(): void {
    let file: number;
    try {
      file = this.#open();
    } catch {
      return;
    }
    const given = this.#take();
    if (given.length === 0) return;
    // Whoever flushes meanwhile writes what came after it.
    this.#rest = Buffer.alloc(0);
    this.#isWriting = true;
    write(file, given, (error, written) => {
      this.#isWriting = false;
      const left = given.subarray(error === null ? written : 0);
      this.#rest = this.#rest.length === 0 ? left : Buffer.concat([left, this.#rest]);
      if (error === null) this.#writeOn();
    });
  }

  #open(): number {
    return (this.#file ??= openSync(this.#path, FLAGS));
  }
}

function lossOf(lines: number): string {
  return `${JSON.stringify({ level: WARN, time: new Date().toISOString(), lines, msg: 'lines before this one were lost: the log could not be written' })}\n`;
}
