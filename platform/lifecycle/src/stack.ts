/**
 * Things to undo in the reverse order of their making, each exactly once. Like AsyncDisposableStack, and
 * goes on after a fault: all faults are thrown together at the end. What comes once disposal has begun is
 * undone at once, and throws: whoever opened it too late must neither keep it nor leave it open.
 */
export class Stack implements AsyncDisposable {
  readonly #undo: (() => PromiseLike<void> | void)[] = [];
  #disposed = false;

  /** From the begin of disposal. */
  get disposed(): boolean {
    return this.#disposed;
  }

  /** Registers a resource and hands it back. */
  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.defer(() => (Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose]()));
    return resource;
  }

  defer(undo: () => PromiseLike<void> | void): void {
    if (!this.#disposed) {
      this.#undo.push(undo);
      return;
    }
    // The fault to tell is that it came too late.
    (async () => undo())().catch(() => undefined);
    throw new ReferenceError('This came after all was undone, so it was undone too.');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#disposed = true;
    const faults: unknown[] = [];
    for (let undo = this.#undo.pop(); undo !== undefined; undo = this.#undo.pop()) {
      try {
        await undo();
      } catch (fault) {
        faults.push(fault);
      }
    }
    if (faults.length === 1) throw faults[0];
    if (faults.length > 1) throw new AggregateError(faults, 'Several parts did not stop cleanly.');
  }
}
