/** How long a damage is told of after it was last met, ms: who mends it need not tell us. */
const TOLD_MS = 60 * 60_000;
/** Repositories named in one line. */
const NAMED = 5;

/** Which repositories were found damaged, for whoever runs the platform; their visitors are told where they meet it. */
export class DamageBook {
  readonly #met = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  note(fullName: string): void {
    this.#met.set(fullName, this.#now());
  }

  names(): string[] {
    for (const [name, at] of this.#met) if (this.#now() - at > TOLD_MS) this.#met.delete(name);
    return [...this.#met.keys()].toSorted();
  }

  /** What to do about them; null when there are none. */
  words(): string | null {
    const names = this.names();
    if (names.length === 0) return null;
    const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
    return `Damaged: ${names.slice(0, NAMED).join(', ')}${rest}. Restore them from a backup, or delete them; "git fsck" in their folders says what is missing.`;
  }
}
