import { IconCircleCheckFilled, IconCircleDashed, IconCircleMinus, IconCircleXFilled, IconMessage } from '@tabler/icons-react';

import { ICON } from '../../../../theme/icons.ts';
import type { Opinion } from './reviewers.ts';
import css from './review.module.css';

const OPINIONS = {
  approved: { word: 'Approved', Glyph: IconCircleCheckFilled },
  rejected: { word: 'Requests changes', Glyph: IconCircleXFilled },
  commented: { word: 'Commented', Glyph: IconMessage },
  dismissed: { word: 'Dismissed', Glyph: IconCircleMinus },
  requested: { word: 'Review awaited', Glyph: IconCircleDashed },
} as const satisfies Record<Opinion, { word: string; Glyph: typeof IconMessage }>;

/** What somebody thinks of a change: icon, word and colour. */
export function ReviewVerdict({ opinion }: { opinion: Opinion }) {
  const { word, Glyph } = OPINIONS[opinion];
  return (
    <span className={css['verdict']} data-opinion={opinion}>
      <Glyph {...ICON} aria-hidden />
      {word}
    </span>
  );
}
