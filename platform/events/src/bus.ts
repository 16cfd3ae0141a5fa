/**
 * Says "look": carries no facts, may lose or repeat a word, and never blocks. Rows are read by cursor. One driver works
 * inside a process; Redis will carry the same topics between processes.
 */
export interface Bus {
  publish(topic: string): void;
  /** Calls back on each word until disposed. */
  subscribe(topic: string, listener: () => void): Disposable;
  /** Resolves at the next word, after `timeoutMs`, or when the signal aborts; never rejects. */
  wait(topic: string, timeoutMs: number, signal?: AbortSignal): Promise<void>;
}

export function createLocalBus(): Bus {
  const listeners = new Map<string, Set<() => void>>();

  const subscribe = (topic: string, listener: () => void): Disposable => {
    const set = listeners.get(topic) ?? new Set();
    listeners.set(topic, set.add(listener));
    return {
      [Symbol.dispose]() {
        set.delete(listener);
        if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic);
      },
    };
  };

  return {
    publish(topic) {
      for (const listener of listeners.get(topic) ?? []) listener();
    },
    subscribe,
    wait(topic, timeoutMs, signal) {
      return new Promise((resolve) => {
        if (signal?.aborted === true) return resolve();
        const finish = () => {
          clearTimeout(timer);
          subscription[Symbol.dispose]();
          signal?.removeEventListener('abort', finish);
          resolve();
        };
        const timer = setTimeout(finish, timeoutMs);
        const subscription = subscribe(topic, finish);
        signal?.addEventListener('abort', finish, { once: true });
      });
    },
  };
}
