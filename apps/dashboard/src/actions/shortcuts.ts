import { useEffect, useRef } from 'react';

import { useAllActions } from './registry.tsx';

/** How long the second key of a sequence may take, ms. */
const SEQUENCE_MS = 1200;

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

/** Runs the action whose keys were typed, outside of fields and dialogs. */
export function useShortcuts(): void {
  const actions = useAllActions();
  const typed = useRef<{ keys: string[]; at: number }>({ keys: [], at: 0 });

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"][aria-modal="true"]') !== null) return;
      const now = event.timeStamp;
      const before = now - typed.current.at < SEQUENCE_MS ? typed.current.keys : [];
      const keys = [...before, event.key].slice(-2);
      typed.current = { keys, at: now };
      const hit =
        actions.find(({ keys: own }) => own !== undefined && own.length === 2 && own.join(' ') === keys.join(' ')) ??
        actions.find(({ keys: own }) => own !== undefined && own.length === 1 && own[0] === event.key);
      if (hit === undefined) return;
      event.preventDefault();
      typed.current = { keys: [], at: 0 };
      hit.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [actions]);
}
