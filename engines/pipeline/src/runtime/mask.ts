/** What stands for a secret in a log. */
const MASK = '********';
/** Shorter values would mask half of every log (upstream's rule: longer than 3 bytes). */
const SHORTEST_BYTES = 4;

/** Replaces secrets in text: each line of a trimmed value apart, values longer than 3 bytes, the longest first. */
export class Masker {
  readonly #needles: readonly string[];
  /** Length of the longest needle; a cut further from the end than this cannot miss one. */
  readonly longest: number;

  constructor(values: readonly string[]) {
    const parts = values.flatMap((value) => value.trim().split(/\r?\n/)).map((part) => part.trim());
    const unique = new Set(parts.filter((part) => Buffer.byteLength(part) >= SHORTEST_BYTES));
    this.#needles = [...unique].sort((a, b) => b.length - a.length);
    this.longest = this.#needles[0]?.length ?? 0;
  }

  mask(text: string): string {
    let masked = text;
    for (const needle of this.#needles) if (masked.includes(needle)) masked = masked.replaceAll(needle, MASK);
    return masked;
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
