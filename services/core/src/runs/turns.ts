/** Lets pieces of work with the same key go one after the other, in the order they came; others at once. */
export type Turns = <T>(key: string, work: () => Promise<T>) => Promise<T>;

export function createTurns(): Turns {
  /** The last piece of each key. */
  const queues = new Map<string, Promise<unknown>>();
  return (key, work) => {
    const turn = (queues.get(key) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => undefined);
    queues.set(key, settled);
    void settled.then(() => {
      if (queues.get(key) === settled) queues.delete(key);
    });
    return turn;
  };
}
