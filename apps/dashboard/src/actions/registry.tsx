import { createContext, useContext, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from 'react';

import type { NounIcon } from '../theme/icons.ts';

/** The same deed in the other tongues, so that people learn to automate what they just did. */
export interface Equivalents {
  command?: string;
  curl?: string;
  mcp?: { tool: string; arguments: Record<string, unknown> };
}

/** One thing that a reader can do here; feeds buttons, palette, keys and the sheet. */
export interface Action {
  id: string;
  title: string;
  group: 'Go to' | 'On this page' | 'Appearance' | 'Session';
  icon?: NounIcon;
  /** Keys in order, e.g. ["g", "h"]. */
  keys?: readonly string[];
  run: () => void;
  equivalents?: Equivalents;
}

interface Store {
  add: (source: symbol, actions: readonly Action[]) => void;
  remove: (source: symbol) => void;
  subscribe: (listener: () => void) => () => void;
  snapshot: () => readonly Action[];
}

function createStore(): Store {
  const sources = new Map<symbol, readonly Action[]>();
  const listeners = new Set<() => void>();
  let all: readonly Action[] = [];
  const changed = (): void => {
    all = [...sources.values()].flat();
    for (const listener of listeners) listener();
  };
  return {
    add(source, actions) {
      sources.set(source, actions);
      changed();
    },
    remove(source) {
      sources.delete(source);
      changed();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    snapshot: () => all,
  };
}

const StoreContext = createContext<Store | null>(null);

export function ActionProvider({ children }: { children: ReactNode }) {
  const store = useMemo(createStore, []);
  return <StoreContext value={store}>{children}</StoreContext>;
}

function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === null) throw new Error('Actions are used below ActionProvider.');
  return store;
}

export function useAllActions(): readonly Action[] {
  const store = useStore();
  return useSyncExternalStore(store.subscribe, store.snapshot);
}

/** Offers actions while the calling component is on screen. What they run is always the latest render's. */
export function useActions(actions: readonly Action[]): void {
  const store = useStore();
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const shape = actions.map(({ id, title, keys }) => `${id}\n${title}\n${keys?.join(' ') ?? ''}`).join('\n\n');
  useEffect(() => {
    const source = Symbol('actions');
    store.add(
      source,
      latest.current.map((action) => ({ ...action, run: () => latest.current.find(({ id }) => id === action.id)?.run() })),
    );
    return () => store.remove(source);
  }, [store, shape]);
}
