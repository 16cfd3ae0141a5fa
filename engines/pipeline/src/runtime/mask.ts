/** What stands for a secret in a log. */
const MASK = '********';
/** Shorter values would mask half of every log (upstream's rule: longer than 3 bytes). */
export const SHORTEST_SECRET = 4;

/** Replaces secrets in text: each line of a trimmed value apart, values longer than 3 bytes, the longest first. */
export class Masker {
  readonly #needles: readonly string[];
  /** Length of the longest needle; a cut further from the end than this cannot miss one. */
  readonly longest: number;
  /** The same in bytes. */
  readonly longestBytes: number;

  constructor(values: readonly string[]) {
    const parts = values.flatMap((value) => value.trim().split(/\r\n|\n|\r/)).map((part) => part.trim());
    const unique = new Set(parts.filter((part) => Buffer.byteLength(part) >= SHORTEST_SECRET));
    this.#needles = [...unique].sort((a, b) => b.length - a.length);
    this.longest = this.#needles[0]?.length ?? 0;
    this.longestBytes = Math.max(0, ...this.#needles.map((needle) => Buffer.byteLength(needle)));
  }

  mask(text: string): string {
    let masked = text;
    for (const needle of this.#needles) if (masked.includes(needle)) masked = masked.replaceAll(needle, MASK);
    return masked;
  }

  /** Up to where a text that goes on may be shown: what follows may be the beginning of a secret. */
  safeEnd(text: string): number {
    const waiting = this.#needles.map((needle) => overlap(text, needle));
    return this.safeCut(text, text.length - Math.max(0, ...waiting));
  }

  /** The last place at or before `cut` that does not lie inside a secret. */
  safeCut(text: string, cut: number): number {
    let safe = cut;
    for (let moved = true; moved;) {
      moved = false;
      for (const needle of this.#needles) {
        const start = text.lastIndexOf(needle, safe - 1);
        if (start >= 0 && start < safe && start + needle.length > safe) {
          safe = start;
          moved = true;
        }
      }
    }
    return safe;
  }
}

/** Length of the longest beginning of the needle, shorter than it, with which the text ends (Knuth, Morris and Pratt: linear). */
function overlap(text: string, needle: string): number {
  const border = [0];
  for (let at = 1; at < needle.length; at++) {
    let length = border[at - 1] as number;
    while (length > 0 && needle[at] !== needle[length]) length = border[length - 1] as number;
    border.push(needle[at] === needle[length] ? length + 1 : 0);
  }
  let length = 0;
  for (const char of text.slice(Math.max(0, text.length - needle.length + 1)).split('')) {
    while (length > 0 && char !== needle[length]) length = border[length - 1] as number;
    if (char === needle[length]) length += 1;
  }
  return length;
}
