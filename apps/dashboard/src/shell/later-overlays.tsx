import { useHotkeys } from '@mantine/hooks';
import { spotlight } from '@mantine/spotlight';
import { lazy, Suspense, useEffect, useState } from 'react';

const Overlays = lazy(async () => ({ default: (await import('./overlays.tsx')).Overlays }));

/** For browsers that do not tell when they are idle, ms. */
const ABOUT_IDLE_MS = 500;
/** A page that never rests has them nevertheless, ms. */
const AT_LATEST_MS = 2000;

function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'function') {
    const handle = requestIdleCallback(run, { timeout: AT_LATEST_MS });
    return () => cancelIdleCallback(handle);
  }
  const timer = setTimeout(run, ABOUT_IDLE_MS);
  return () => clearTimeout(timer);
}

/** The overlays, fetched after the first page is drawn: nothing of them is seen before somebody acts. What is opened sooner opens as they come. */
export function LaterOverlays() {
  const [isDue, setDue] = useState(false);
  useEffect(() => whenIdle(() => setDue(true)), []);
  useHotkeys([['mod + K', spotlight.open]], []);
  if (!isDue) return null;
  return (
    <Suspense fallback={null}>
      <Overlays />
    </Suspense>
  );
}
