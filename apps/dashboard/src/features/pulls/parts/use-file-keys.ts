import { type RefObject, useMemo } from 'react';

interface FilePlace {
  /** The file that one reads: the last one whose head has reached the top of the window; the first one before that. */
  current: () => number;
  /** Leads to a file, which then has the focus. */
  show: (index: number) => void;
  /** Leads to the one so many further. */
  step: (by: number) => void;
}

/** How far below the top of the window a head counts as there, px. */
const REACHED_PX = 80;

/** Which file of a list is read, and the way to the others. */
export function useFileKeys(list: RefObject<HTMLElement | null>): FilePlace {
  return useMemo(() => {
    const sections = (): HTMLElement[] => [...(list.current?.querySelectorAll<HTMLElement>(':scope > section') ?? [])];
    const reached = (): number => sections().findLastIndex((section) => section.getBoundingClientRect().top < REACHED_PX);
    const show = (index: number): void => {
      const section = sections()[index];
      section?.scrollIntoView({ block: 'start' });
      section?.focus({ preventScroll: true });
    };
    const step = (by: number): void => {
      const all = sections();
      const focused = all.findIndex((section) => section === document.activeElement);
      show(Math.min(all.length - 1, Math.max(0, (focused === -1 ? reached() : focused) + by)));
    };
    const current = (): number => {
      const within = sections().findIndex((section) => section.contains(document.activeElement));
      return within === -1 ? Math.max(0, reached()) : within;
    };
    return { current, show, step };
  }, [list]);
}
