import { StringDecoder } from 'node:string_decoder';

import type { Masker } from './mask.ts';

/** Longest line as one entry; longer ones are cut (upstream: 1 MiB). Characters are counted, a bound above in bytes is thrice that. */
const MAX_LINE = 1024 * 1024;

/** Cuts a byte stream into masked lines. Masking works on whole lines, so chunk borders do not matter. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #masker: Masker;
  readonly #emit: (line: string) => void;
  #rest: string[] = [];
  #restLength = 0;

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
    if (this.#restLength > 0) this.#emitLine(this.#takeRest());
  }

  #append(text: string): void {
    let start = 0;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', start)) {
      this.#hold(text.slice(start, at));
      this.#emitLine(this.#takeRest());
      start = at + 1;
    }
    this.#hold(text.slice(start));
    if (this.#restLength > MAX_LINE + this.#masker.longest) this.#cutRest();
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

  /** What is cut off holds no half of a secret: the longest possible one is held back, and no cut goes through one. */
  #cutRest(): void {
    const text = this.#takeRest();
    const wanted = text.length - this.#masker.longest;
    const safe = this.#masker.safeCut(text, wanted);
    const cut = safe > 0 ? safe : wanted;
    this.#emitLine(text.slice(0, cut));
    this.#hold(text.slice(cut));
  }

  #emitLine(line: string): void {
    const masked = this.#masker.mask(line.endsWith('\r') ? line.slice(0, -1) : line);
    for (let start = 0; start === 0 || start < masked.length; start += MAX_LINE) this.#emit(masked.slice(start, start + MAX_LINE));
  }
}
