import { useMemo, useState } from 'react';

import type { OpenBoxes } from './use-line-extras.tsx';

const NONE: ReadonlySet<string> = new Set();

/** The comments that are being written in one file; what is typed outlives that its lines are out of sight. */
export function useOpenBoxes(): OpenBoxes {
  const [open, setOpen] = useState(NONE);
  const [texts] = useState(() => new Map<string, string>());
  return useMemo(
    () => ({
      open,
      texts,
      set: (key, isOpen) => {
        setOpen((now) => (isOpen ? new Set([...now, key]) : new Set([...now].filter((one) => one !== key))));
        // The box had the focus; whoever goes by keys goes on from its line.
        if (!isOpen) requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-add="${key}"]`)?.focus());
      },
    }),
    [open, texts],
  );
}
