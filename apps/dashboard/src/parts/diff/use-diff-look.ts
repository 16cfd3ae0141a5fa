import { useLocalStorage, useMediaQuery } from '@mantine/hooks';

import type { DiffShape } from './diff-rows.ts';

/** Two columns need the room. */
const WIDE = '(min-width: 1100px)';

interface DiffLook {
  /** As it is drawn: one column where there is no room for two. */
  shape: DiffShape;
  /** Whether there is room to choose. */
  isWide: boolean;
  choose: (shape: DiffShape) => void;
}

/** One column or two, remembered in this browser. */
export function useDiffLook(): DiffLook {
  const [chosen, choose] = useLocalStorage<DiffShape>({ key: 'mosaic-diff', defaultValue: 'unified', getInitialValueInEffect: false });
  const isWide = useMediaQuery(WIDE, undefined, { getInitialValueInEffect: false }) ?? false;
  return { shape: isWide && chosen === 'split' ? 'split' : 'unified', isWide, choose };
}
