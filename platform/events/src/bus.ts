/**
 * Says "look": carries no facts, may lose or repeat a word, and never blocks. Rows are read by cursor. One driver works
 * inside a process; Redis will carry the same topics between processes. Who waits for a word does so by `until` or `looks`.
 */
export interface Bus {
  publish(topic: string): void;
  /** Calls back on each word until disposed. */
  subscribe(topic: string, listener: () => void): Disposable;
}

export function createLocalBus(): Bus {
  const listeners = new Map<string, Set<() => void>>();
  return {
    publish(topic) {
      for (const listener of listeners.get(topic) ?? []) listener();
    },
    subscribe(topic, listener) {
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(listener));
      return {
        [Symbol.dispose]() {
          set.delete(listener);
          if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic);
        },
      };
    },
  };
}
