import type { ErrorCode } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';

interface Told<T> {
  target: T | null;
  when: (asked: never) => boolean;
  times: number;
  code: ErrorCode;
}

/** What a fake was told to do wrong, and when it answers at all. `T` is what can be asked of it: operations, tools. */
export class Misbehaviour<T> {
  /** How many answers are held back. */
  waiting = 0;
  readonly #held: { target: T | null; until: Promise<void> }[] = [];
  readonly #told: Told<T>[] = [];

  /** Lets the next requests fail, as "unavailable" unless told otherwise: those of one target, or all where it is null. */
  fail(target: T | null, { times = Infinity, when = () => true, code = 'unavailable' }: Partial<Omit<Told<T>, 'target'>> = {}): void {
    this.#told.push({ target, times, when, code });
  }

  /** Holds the next answers back until a promise resolves: those of one target, or all where it is null. */
  hold(target: T | null, until: Promise<void>): void {
    this.#held.push({ target, until });
  }

  /** Takes back what it was told to fail. */
  heal(): void {
    this.#told.splice(0);
  }

  /** Waits until the answer may be given. @throws MosaicError where the request shall fail. */
  protected async behave(target: T, asked: unknown): Promise<void> {
    this.waiting += 1;
    for (const { until } of this.#held.filter((one) => one.target === null || one.target === target)) await until;
    this.waiting -= 1;
    const told = this.#told.find((one) => one.times > 0 && (one.target === null || one.target === target) && one.when(asked as never));
    if (told === undefined) return;
    told.times -= 1;
    throw new MosaicError(told.code, 'The fake was told to fail.');
  }
}
