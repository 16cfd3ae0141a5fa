import { StringDecoder } from 'node:string_decoder';

import type { Masker } from './mask.ts';

/** Longest line as one entry, in characters; what is longer goes on in the next one. */
export const MAX_LINE = 64 * 1024;
/** A line that its program does not end is shown after this time: a prompt, or progress that is drawn over and over. */
const FLUSH_AFTER_MS = 1_000;

/**
 * Cuts a byte stream into masked lines. Masking works on whole lines, so chunk borders do not matter. Of a line that is drawn
 * over itself with carriage returns the last state counts, as on a terminal.
 */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #masker: Masker;
  readonly #emit: (line: string) => void;
  #rest: string[] = [];
  #restLength = 0;
  #timer: NodeJS.Timeout | undefined;
  /** Whether the beginning of the line that is being written was shown already. */
  #isShown = false;

  constructor(masker: Masker, emit: (line: string) => void) {
    this.#masker = masker;
    this.#emit = emit;
  }

  write(chunk: Buffer): void {
    this.#append(this.#decoder.write(chunk));
  }

  /** Emits what stands behind the last line break. */
  end(): void {
    this.#append(this.#decoder.end());
    clearTimeout(this.#timer);
    this.#emitLine(this.#takeRest(), { isEnded: false });
  }

  /** Like {@link LineSplitter.end}, for a line that is cut: the beginning of a secret at its end is left out. */
  cut(): void {
    clearTimeout(this.#timer);
    const text = this.#takeRest();
    this.#emitLine(text.slice(0, this.#masker.safeEnd(text)), { isEnded: false });
  }

  #append(text: string): void {
    let start = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
      this.#hold(text.slice(start, at));
      this.#emitLine(this.#takeRest(), { isEnded: true });
      start = at + 1;
    }
    this.#hold(text.slice(start));
    if (this.#restLength > MAX_LINE + this.#masker.longest) this.#cutRest();
    if (this.#restLength === 0) this.#disarm();
    else this.#timer ??= setTimeout(() => this.#flush(), FLUSH_AFTER_MS).unref();
  }

  #disarm(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #hold(text: string): void {
    if (text === '') return;
    this.#rest.push(text);
    this.#restLength += text.length;
  }

  #takeRest(): string {
    const text = this.#rest.join('');
    this.#rest = [];
    this.#restLength = 0;
    return text;
  }

  /** Shows what waits; the state that is being drawn, and what may be the beginning of a secret, wait on. */
  #flush(): void {
    this.#disarm();
    const text = this.#takeRest();
    const lastReturn = text.lastIndexOf('\r');
    const end = lastReturn < 0 ? this.#masker.safeEnd(text) : lastReturn;
    if (end > 0) this.#emitLine(text.slice(0, end), { isEnded: false });
    this.#hold(text.slice(lastReturn < 0 ? end : end + 1));
    if (this.#restLength > 0) this.#timer = setTimeout(() => this.#flush(), FLUSH_AFTER_MS).unref();
  }

  /** What is cut off holds no half of a secret: the longest possible one is held back, and no cut goes through one. */
  #cutRest(): void {
    const whole = this.#takeRest();
    // States that were drawn over are nothing that anybody would see.
    const text = whole.slice(whole.lastIndexOf('\r', whole.length - 2) + 1);
    const wanted = text.length - this.#masker.longest;
    if (text.length <= MAX_LINE + this.#masker.longest) return this.#hold(text);
    const safe = this.#masker.safeCut(text, wanted);
    const cut = safe > 0 ? safe : wanted;
    this.#emitLine(text.slice(0, cut), { isEnded: false });
    this.#hold(text.slice(cut));
  }

  #emitLine(line: string, { isEnded }: { isEnded: boolean }): void {
    const wasShown = this.#isShown;
    this.#isShown = !isEnded && (wasShown || line !== '');
    const state = finalState(line);
    // An end alone behind what was shown already is no line of its own; nor is nothing.
    if (state === '' && (wasShown || !isEnded)) return;
    const masked = this.#masker.mask(state);
    for (let start = 0; start === 0 || start < masked.length; start += MAX_LINE) this.#emit(masked.slice(start, start + MAX_LINE));
  }
}

function finalState(line: string): string {
  return line.includes('\r') ? (line.split('\r').findLast((state) => state !== '') ?? '') : line;
}
