import { IconPlus } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';

import { repoCreatePullReview } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import type { DiffSide } from '../../../../parts/diff/file-lines.tsx';
import { type CommentAct, CommentBox } from './comment-box.tsx';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';

interface AddButtonProps {
  side: DiffSide;
  line: number;
  /** The one that Tab leads to; the arrows lead to the others. */
  isFirst: boolean;
  onOpen: () => void;
}

/** In front of a line: shows itself under the pointer and to the keyboard. */
export function AddButton({ side, line, isFirst, onOpen }: AddButtonProps) {
  return (
    <button
      type="button"
      className={css['add']}
      data-add={`${side} ${line}`}
      tabIndex={isFirst ? 0 : -1}
      aria-label={`Comment on line ${line}${side === 'old' ? ' as it was' : ''}`}
      onClick={onOpen}
      onKeyDown={step}
    >
      <span className={css['plus']}>
        <IconPlus size={14} stroke={2} aria-hidden />
      </span>
    </button>
  );
}

/** Up and down lead from line to line of a file. */
function step(event: KeyboardEvent<HTMLButtonElement>): void {
  const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (by === 0) return;
  event.preventDefault();
  const all = [...(event.currentTarget.closest('[role=group]')?.querySelectorAll<HTMLElement>('[data-add]') ?? [])];
  all[all.indexOf(event.currentTarget) + by]?.focus();
}

interface NewCommentProps {
  path: string;
  side: DiffSide;
  line: number;
  /** What stands there. */
  text: string;
  /** And above it after the change, the nearest first. */
  above: readonly string[];
  reviewing: Reviewing;
  texts: Map<string, string>;
  textKey: string;
  onEnd: () => void;
}

/** A comment on a line: by itself at once, or kept with others until the review is submitted. */
export function NewComment({ path, side, line, text, above, reviewing, texts, textKey, onEnd }: NewCommentProps) {
  const { place, head, draft, base } = reviewing;
  const { owner, repo, number } = place;
  const happened = useHappened();
  const add = async (event: 'COMMENT' | 'PENDING', body: string): Promise<void> => {
    const comment = { path, body, ...(side === 'new' ? { new_position: line } : { old_position: line }) };
    const review = { event, commit_id: head, comments: [comment] };
    await forge.call(repoCreatePullReview, { owner, repo, index: number, body: review });
    await happened('dev.mosaic.pull_request.reviewed', { repository: `${owner}/${repo}`, number });
  };
  const keep: CommentAct = { label: draft === null ? 'Start a review' : 'Add to your review', write: (body) => add('PENDING', body) };
  // One that is handed in takes what is kept along; so while there is something, each waits with it.
  const single: CommentAct = { label: 'Add single comment', write: (body) => add('COMMENT', body) };
  return (
    <CommentBox
      label={`Comment on line ${line}${side === 'old' ? ' as it was' : ''}`}
      base={base}
      acts={draft === null ? [keep, single] : [keep]}
      texts={texts}
      textKey={textKey}
      {...(side === 'new' ? { line: { text, above } } : {})}
      onEnd={onEnd}
    />
  );
}
