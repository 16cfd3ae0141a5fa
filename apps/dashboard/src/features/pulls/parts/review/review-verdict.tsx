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

/** What somebody thinks of a change: icon, word and colour. A verdict of who may not write here says that it does not count. */
export function ReviewVerdict({ opinion, official = true }: { opinion: Opinion; official?: boolean }) {
  const { word, Glyph } = OPINIONS[opinion];
  const counts = official || (opinion !== 'approved' && opinion !== 'rejected');
  return (
    <>
      <span className={css['verdict']} data-opinion={opinion} data-idle={!counts || undefined}>
        <Glyph {...ICON} aria-hidden />
        {word}
      </span>
      {!counts && <span className="meta">does not count: may not write here</span>}
    </>
  );
}
