import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconTrash } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { issueDeleteComment } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { ActorAvatar } from '../../../../parts/actor-avatar.tsx';
import { ConfirmDialog } from '../../../../parts/confirm-dialog.tsx';
import { FileLines } from '../../../../parts/diff/file-lines.tsx';
import { Markdown, PlainText } from '../../../../parts/markdown/markdown.tsx';
import { RelativeTime } from '../../../../parts/time/relative-time.tsx';
import { ICON } from '../../../../theme/icons.ts';
import type { LineComment } from '../../review-queries.ts';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';
import { bodyParts, suggestedFile } from './suggestions.ts';

interface CommentViewProps {
  comment: LineComment;
  /** Nobody but the reader sees it yet. */
  isPending: boolean;
  reviewing: Reviewing;
}

/** One comment of a conversation on a line. */
export function CommentView({ comment, isPending, reviewing }: CommentViewProps) {
  const { author, createdAt, body, path, hunk } = comment;
  return (
    <article className={css['comment']} aria-label={`By ${author}`} id={`issuecomment-${comment.id}`}>
      <header className={css['comment-head']}>
        <ActorAvatar login={author} />
        <span className="meta">
          <RelativeTime time={createdAt} />
        </span>
        {isPending && (
          <span className={css['mark']} title="Seen by you alone until you submit your review">
            Pending
          </span>
        )}
        {author === reviewing.me && reviewing.mayWrite && <DeleteComment comment={comment} reviewing={reviewing} />}
      </header>
      {bodyParts(body).map((part, at) =>
        part.kind === 'text' ? (
          <Markdown key={at} source={part.text} base={reviewing.base} />
        ) : (
          <Suggestion key={at} path={path} hunk={hunk} lines={part.lines} />
        ),
      )}
    </article>
  );
}

function Suggestion({ path, hunk, lines }: { path: string; hunk: string; lines: readonly string[] }) {
  const file = suggestedFile(path, hunk, lines);
  if (file === undefined) return <PlainText text={lines.join('\n')} />;
  return (
    <div className={css['code']}>
      <FileLines file={file} shape="unified" label={`Suggested change of ${path}`} />
    </div>
  );
}

function DeleteComment({ comment: { id }, reviewing: { place } }: Pick<CommentViewProps, 'comment' | 'reviewing'>) {
  const [isAsked, ask] = useDisclosure(false);
  const happened = useHappened();
  const { owner, repo, number } = place;
  const remove = useMutation({
    mutationFn: () => forge.call(issueDeleteComment, { owner, repo, id }),
    onSuccess: () => happened('dev.mosaic.comment.changed', { repository: `${owner}/${repo}`, number }),
  });
  return (
    <>
      <ActionIcon className={css['end']} aria-label="Delete this comment" onClick={ask.open}>
        <IconTrash {...ICON} aria-hidden />
      </ActionIcon>
      <ConfirmDialog
        opened={isAsked}
        onClose={ask.close}
        title="Delete your comment?"
        keep="Keep it"
        act="Delete comment"
        onAct={() => remove.mutate()}
        isPending={remove.isPending}
        problem={{ title: 'It was not deleted', error: remove.error }}
      >
        It is gone for everybody, and this cannot be undone. Answers to it stay.
      </ConfirmDialog>
    </>
  );
}
