import type { GiteaTarget } from './target.ts';

/** What several cases read and none changes: made at the first one's request, once for each target. */
export function once<T>(make: (target: GiteaTarget) => Promise<T>): (target: GiteaTarget) => Promise<T> {
  const made = new WeakMap<GiteaTarget, Promise<T>>();
  return (target) => {
    const found = made.get(target) ?? make(target);
    made.set(target, found);
    return found;
  };
}
