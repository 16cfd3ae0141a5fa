/**
 * Something that was asked, which remembers what of it is read: what was `given` and never read had no part in the answer. Members
 * that the contract fills in may be passed over; where it reads what was given into members of other names, those count.
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
    const isRenamed = Object.keys(given).some((name) => asked[name] === undefined);
    const said = Object.keys(asked).filter((name) => name in given || (isRenamed && !isEmpty(asked[name])));
    for (const name of said) if (asked[name] !== undefined) this.#passedOver.add(at + name);
    return new Proxy(asked, {
      get: (target, name) => {
        if (typeof name !== 'string') return target[name as never];
        return this.#passedOver.delete(at + name) ? this.#watch(target[name], given[name], `${at}${name}.`) : target[name];
      },
    });
  }
}

/** What a contract fills in where nothing was said of it. */
function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
