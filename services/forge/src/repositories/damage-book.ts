/** How long after a damage was last met it is looked for again, ms: who repairs it need not tell us. */
const AGAIN_MS = 60 * 60_000;
/** Repositories named in one line. */
const NAMED = 5;

/** Answers whether a repository is whole, or gone. */
export type LookAgain = (fullName: string, signal: AbortSignal) => Promise<boolean>;

/** Which repositories were found damaged, for whoever runs the platform; their visitors are told where they meet it. */
export class DamageBook implements AsyncDisposable {
  readonly #met = new Map<string, number>();
  readonly #lookAgain: LookAgain;
  readonly #now: () => number;
  readonly #stop = new AbortController();
  #looking: Promise<void> = Promise.resolve();

  constructor(lookAgain: LookAgain, now: () => number = Date.now) {
    this.#lookAgain = lookAgain;
    this.#now = now;
  }

  note(fullName: string): void {
    this.#met.set(fullName, this.#now());
  }

  /** A damage that nobody has met for an hour is told on until a look has found the repository whole. */
  names(): string[] {
    for (const [name, at] of this.#met) if (this.#now() - at > AGAIN_MS) this.#look(name);
    return [...this.#met.keys()].toSorted();
  }

  /** What to do about them; null when there are none. */
  words(): string | null {
    const names = this.names();
    if (names.length === 0) return null;
    const rest = names.length > NAMED ? ` and ${names.length - NAMED} more` : '';
    return `Damaged: ${names.slice(0, NAMED).join(', ')}${rest}. Restore them from a backup, or delete them; "git fsck" in their folders says what is missing.`;
  }

  /** One after the other; one that cannot be looked at now is looked at in an hour. */
  #look(name: string): void {
    const at = this.#now();
    this.#met.set(name, at);
    this.#looking = this.#looking
      .then(() => this.#lookAgain(name, this.#stop.signal))
      .then((isWhole) => {
        // Met meanwhile, it is not whole.
        if (isWhole && this.#met.get(name) === at) this.#met.delete(name);
      })
      .catch(() => undefined);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#looking;
  }
}
