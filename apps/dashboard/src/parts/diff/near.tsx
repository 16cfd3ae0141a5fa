import { type ReactNode, useEffect, useRef, useState } from 'react';

/** How far from the window something is drawn already, px: some two screens, so that scrolling meets what is there. */
const MARGIN_PX = 1500;

interface NearProps {
  /** What it most likely takes, px; once drawn it is known. */
  height: number;
  /** Stays drawn, e.g. while somebody writes in it. */
  stays?: boolean;
  /** Stands in the window to begin with: is drawn before that has been measured. */
  isInitially?: boolean;
  children: ReactNode;
}

/** Drawn only while it is near the window; else as much room as it takes. */
export function Near({ height, stays = false, isInitially = false, children }: NearProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(isInitially);
  const known = useRef<number | null>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1);
        if (last === undefined) return;
        if (!last.isIntersecting && element.childElementCount > 0) known.current = last.boundingClientRect.height;
        setNear(last.isIntersecting);
      },
      { rootMargin: `${MARGIN_PX}px 0px` },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const isDrawn = isNear || stays;
  return (
    <div ref={box} style={isDrawn ? undefined : { height: known.current ?? height }}>
      {isDrawn && children}
    </div>
  );
}
