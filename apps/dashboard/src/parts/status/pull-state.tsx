import { IconGitMerge, IconGitPullRequestClosed, IconGitPullRequestDraft } from '@tabler/icons-react';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { ICON, PullRequestIcon } from '../../theme/icons.ts';
import css from './pull-state.module.css';

const STATES = {
  open: { word: 'Open', Glyph: PullRequestIcon },
  draft: { word: 'Draft', Glyph: IconGitPullRequestDraft },
  merged: { word: 'Merged', Glyph: IconGitMerge },
  closed: { word: 'Closed', Glyph: IconGitPullRequestClosed },
} as const;

type StatefulPull = Pick<PullRequest, 'merged' | 'state' | 'draft'>;

function stateOf({ merged, state, draft }: StatefulPull): keyof typeof STATES {
  if (merged) return 'merged';
  if (state === 'closed') return 'closed';
  return draft ? 'draft' : 'open';
}

/** What became of a pull request: icon, word and colour. */
export function PullState({ pull }: { pull: StatefulPull }) {
  const state = stateOf(pull);
  const { word, Glyph } = STATES[state];
  return (
    <span className={css['state']} data-state={state}>
      <Glyph {...ICON} aria-hidden />
      {word}
    </span>
  );
}
