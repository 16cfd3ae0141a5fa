import { Button } from '@mantine/core';

import type { Suggestion } from '@mosaic/contracts/mosaic';

import { AppLink, pathTo } from '../../../../parts/app-link.tsx';
import { FileLines } from '../../../../parts/diff/file-lines.tsx';
import { PlainText } from '../../../../parts/markdown/markdown.tsx';
import type { LineComment } from '../../review-queries.ts';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';
import { useBatch } from './suggestion-batch.tsx';
import { suggestedFile } from './suggestions.ts';

interface SuggestionViewProps {
  suggestion: Suggestion;
  /** Which one of the comment, from 0. */
  position: number;
  comment: LineComment;
  /** Nobody but the reader sees it yet. */
  isPending: boolean;
  reviewing: Reviewing;
}

/** What a comment would put in place of its line, and the way into the branch. */
export function SuggestionView({ suggestion, position, comment, isPending, reviewing }: SuggestionViewProps) {
  const { path, hunk, outdated, side, applied } = comment;
  const file = suggestedFile(path, hunk, suggestion);
  const done = applied.find((one) => one.position === position);
  return (
    <div className={css['code']}>
      {file === undefined ? (
        <PlainText text={suggestion.lines.join('\n')} />
      ) : (
        <FileLines file={file} shape="unified" label={`Suggested change of ${path}`} />
      )}
      {done === undefined ? (
        !isPending && !outdated && side === 'new' && <Acts position={position} comment={comment} />
      ) : (
        <p className={css['applied']}>
          {`Committed by ${done.by} as`}
          <AppLink className="text-link mono" href={pathTo(reviewing.place.owner, reviewing.place.repo, 'commit', done.commit)}>
            {done.commit.slice(0, 10)}
          </AppLink>
        </p>
      )}
    </div>
  );
}

function Acts({ position, comment: { id, updatedAt } }: Pick<SuggestionViewProps, 'position' | 'comment'>) {
  const batch = useBatch();
  if (batch === null) return null;
  const picked = { comment: id, position, updatedAt };
  return (
    <div className={css['suggestion-acts']}>
      <Button variant="default" size="compact-sm" onClick={() => batch.commit([picked])}>
        Commit suggestion
      </Button>
      <Button variant="subtle" size="compact-sm" aria-pressed={batch.has(picked)} onClick={() => batch.toggle(picked)}>
        {batch.has(picked) ? 'Remove from batch' : 'Add to batch'}
      </Button>
    </div>
  );
}
