import { useDisclosure } from '@mantine/hooks';

import { bodyParts } from '@mosaic/contracts/mosaic';

import { ActorAvatar } from '../../../../parts/actor-avatar.tsx';
import { EditComment, EditedMark, OwnCommentActs } from '../../../../parts/conversation/own-comment.tsx';
import { Markdown } from '../../../../parts/markdown/markdown.tsx';
import { RelativeTime } from '../../../../parts/time/relative-time.tsx';
import type { LineComment } from '../../review-queries.ts';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';
import { SuggestionView } from './suggestion-view.tsx';

interface CommentViewProps {
  comment: LineComment;
  /** Nobody but the reader sees it yet. */
  isPending: boolean;
  reviewing: Reviewing;
}

/** One comment of a conversation on a line. */
export function CommentView({ comment, isPending, reviewing }: CommentViewProps) {
  const { id, author, createdAt, updatedAt, body } = comment;
  const { place, base, me, mayWrite } = reviewing;
  const [isEdited, edit] = useDisclosure(false);
  return (
    <article className={css['comment']} aria-label={`By ${author}`} id={`issuecomment-${id}`}>
      <header className={css['comment-head']}>
        <ActorAvatar login={author} />
        <span className="meta">
          <RelativeTime time={createdAt} />
        </span>
        <EditedMark createdAt={createdAt} updatedAt={updatedAt} />
        {isPending && (
          <span className={css['mark']} title="Seen by you alone until you submit your review">
            Pending
          </span>
        )}
        {author === me && mayWrite && !isEdited && <OwnCommentActs subject={place} id={id} onEdit={edit.open} />}
      </header>
      {isEdited ? (
        <EditComment subject={place} id={id} body={body} base={base} onEnd={edit.close} />
      ) : (
        <CommentBody comment={comment} isPending={isPending} reviewing={reviewing} />
      )}
    </article>
  );
}

function CommentBody({ comment, isPending, reviewing }: CommentViewProps) {
  const parts = bodyParts(comment.body);
  const positionOf = (at: number): number => parts.slice(0, at).filter(({ kind }) => kind === 'suggestion').length;
  return parts.map((part, at) =>
    part.kind === 'text' ? (
      <Markdown key={at} source={part.text} base={reviewing.base} />
    ) : (
      <SuggestionView key={at} suggestion={part} position={positionOf(at)} comment={comment} isPending={isPending} reviewing={reviewing} />
    ),
  );
}
