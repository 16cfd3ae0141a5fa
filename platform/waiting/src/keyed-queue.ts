/** Lets pieces of work with the same key go one after the other, in the order they came; others at once. */
export type KeyedQueue<K> = <T>(key: K, work: () => Promise<T>) => Promise<T>;

export function createKeyedQueue<K = string>(): KeyedQueue<K> {
  /** The end of the last piece of each key. */
  const ends = new Map<K, Promise<unknown>>();
  return (key, work) => {
    const result = (ends.get(key) ?? Promise.resolve()).then(work);
    const end = result.catch(() => undefined);
    ends.set(key, end);
    void end.then(() => {
      if (ends.get(key) === end) ends.delete(key);
    });
    return result;
  };
}
