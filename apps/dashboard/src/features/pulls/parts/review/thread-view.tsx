import { Button, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { repoCreatePullReviewCommentReply, repoResolvePullReviewComment, repoUnresolvePullReviewComment } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { MutationProblem } from '../../../../parts/loaded.tsx';
import { CommentBox } from './comment-box.tsx';
import { CommentView } from './comment-view.tsx';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';
import type { Thread } from './threads.ts';

interface ThreadViewProps {
  thread: Thread;
  reviewing: Reviewing;
}

const wordsOf = ({ side, line }: Thread): string => `line ${line}${side === 'old' ? ' as it was' : ''}`;

/** A conversation on a line: what is said, an answer, and whether it is settled; a settled one is folded away. */
export function ThreadView({ thread, reviewing }: ThreadViewProps) {
  const { comments, resolver } = thread;
  const [isShown, show] = useDisclosure(false);
  const isOpen = resolver === null || isShown;
  return (
    <section className={css['thread']} aria-label={`Conversation on ${wordsOf(thread)} of ${thread.path}`}>
      {resolver !== null && (
        <div className={css['settled']}>
          <span>{`Resolved by ${resolver} · ${comments.length} ${comments.length === 1 ? 'comment' : 'comments'}`}</span>
          <Button variant="subtle" size="compact-xs" aria-expanded={isShown} onClick={show.toggle}>
            {isShown ? 'Hide' : 'Show'}
          </Button>
        </div>
      )}
      {isOpen && (
        <>
          {comments.map((comment) => (
            <CommentView key={comment.id} comment={comment} isPending={thread.isDraft} reviewing={reviewing} />
          ))}
          {reviewing.mayWrite && <ThreadActs thread={thread} reviewing={reviewing} />}
        </>
      )}
    </section>
  );
}

function ThreadActs({ thread, reviewing: { place, base, mayResolve } }: ThreadViewProps) {
  const { owner, repo, number } = place;
  const [isAnswered, answer] = useDisclosure(false);
  const [texts] = useState(() => new Map<string, string>());
  const happened = useHappened();
  const id = thread.comments[0]?.id ?? 0;
  const tell = () => happened('dev.mosaic.comment.changed', { repository: `${owner}/${repo}`, number });
  const settle = useMutation({
    mutationFn: () =>
      forge.call(thread.resolver === null ? repoResolvePullReviewComment : repoUnresolvePullReviewComment, { owner, repo, id }),
    onSuccess: () => happened('dev.mosaic.pull_request.conversation_changed', { repository: `${owner}/${repo}`, number }),
  });
  const reply = async (body: string): Promise<void> => {
    await forge.call(repoCreatePullReviewCommentReply, { owner, repo, index: number, id, body: { body } });
    await tell();
  };
  return (
    <div className={css['acts']}>
      {isAnswered ? (
        <CommentBox
          label={`Answer on ${wordsOf(thread)}`}
          base={base}
          acts={[{ label: thread.isDraft ? 'Add to your review' : 'Reply', write: reply }]}
          texts={texts}
          textKey="answer"
          onEnd={answer.close}
        />
      ) : (
        <Group gap="sm">
          <Button variant="default" onClick={answer.open}>
            Reply
          </Button>
          {mayResolve && !thread.isDraft && (
            <Button variant="default" loading={settle.isPending} onClick={() => settle.mutate()}>
              {thread.resolver === null ? 'Resolve conversation' : 'Open it again'}
            </Button>
          )}
        </Group>
      )}
      <MutationProblem title="The conversation was not changed" error={settle.error} />
    </div>
  );
}
