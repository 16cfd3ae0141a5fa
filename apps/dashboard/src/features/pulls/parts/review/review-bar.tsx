import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';

import { type PullRequest, repoDeletePullReview } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { ConfirmDialog } from '../../../../parts/confirm-dialog.tsx';
import { FinishReview } from './finish-review.tsx';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';

const countOf = ({ draft, threads }: Reviewing): number =>
  threads.filter(({ reviewId }) => reviewId === draft?.id).reduce((sum, { comments }) => sum + comments.length, 0);

/** The way to the end of a review: a button while nothing is kept, a bar that stays in sight while something is. */
export function ReviewBar({ reviewing, pull }: { reviewing: Reviewing; pull: PullRequest }) {
  const [isFinishing, finish] = useDisclosure(false);
  const [isDiscarding, discard] = useDisclosure(false);
  const { draft, place } = reviewing;
  const count = countOf(reviewing);
  const { owner, repo, number } = place;
  const happened = useHappened();
  const remove = useMutation({
    mutationFn: () => forge.call(repoDeletePullReview, { owner, repo, index: number, id: draft?.id ?? 0 }),
    onSuccess: async () => {
      await happened('dev.mosaic.pull_request.review_changed', { repository: `${owner}/${repo}`, number });
      discard.close();
    },
  });
  return (
    <>
      <section className={css['bar']} aria-label="Your review" data-pending={draft !== null || undefined}>
        {draft !== null && (
          <span>{`${count} pending ${count === 1 ? 'comment' : 'comments'}, seen by you alone until you submit your review.`}</span>
        )}
        <span className={css['bar-end']}>
          {draft !== null && (
            <Button variant="subtle" color="fail" onClick={discard.open}>
              Discard
            </Button>
          )}
          <Button onClick={finish.open}>{draft === null ? 'Review changes' : `Finish your review (${count})`}</Button>
        </span>
      </section>
      <FinishReview opened={isFinishing} onClose={finish.close} reviewing={reviewing} pull={pull} pending={count} />
      <ConfirmDialog
        opened={isDiscarding}
        onClose={discard.close}
        title={`Discard your review of #${number}?`}
        keep="Keep it"
        act="Discard review"
        onAct={() => remove.mutate()}
        isPending={remove.isPending}
        problem={{ title: 'It was not discarded', error: remove.error }}
      >
        {`Its ${count} pending ${count === 1 ? 'comment is' : 'comments are'} gone with it, and this cannot be undone.`}
      </ConfirmDialog>
    </>
  );
}
