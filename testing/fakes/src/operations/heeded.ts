/**
 * Something that was asked, which remembers what of it is read: what was `given` and never read had no part in the answer. Members
 * that the contract fills in may be passed over.
 */
export class Heeded<T> {
  readonly asked: T;
  readonly #passedOver = new Set<string>();

  constructor(asked: T, given: unknown) {
    this.asked = this.#watch(asked, given, '') as T;
  }

  /** The names of what was given and not read: "labels", "config.url". */
  passedOver(): string[] {
    return [...this.#passedOver];
  }

  #watch(asked: unknown, given: unknown, at: string): unknown {
    if (!isPlain(asked) || !isPlain(given)) return asked;
    for (const name of Object.keys(given)) if (asked[name] !== undefined) this.#passedOver.add(at + name);
    return new Proxy(asked, {
      get: (target, name) => {
        if (typeof name !== 'string') return target[name as never];
        return this.#passedOver.delete(at + name) ? this.#watch(target[name], given[name], `${at}${name}.`) : target[name];
      },
    });
  }
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
