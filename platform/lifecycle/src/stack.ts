/**
 * Things to undo in the reverse order of their making, each exactly once. Like AsyncDisposableStack, and
 * goes on after a fault: all faults are thrown together at the end.
 */
export class Stack implements AsyncDisposable {
  readonly #undo: (() => PromiseLike<void> | void)[] = [];

  /** Registers a resource and hands it back. */
  use<T extends AsyncDisposable | Disposable>(resource: T): T {
    this.defer(() => (Symbol.asyncDispose in resource ? resource[Symbol.asyncDispose]() : resource[Symbol.dispose]()));
    return resource;
  }

  defer(undo: () => PromiseLike<void> | void): void {
    this.#undo.push(undo);
  }

  async [Symbol.asyncDispose](): Promise<void> {
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
