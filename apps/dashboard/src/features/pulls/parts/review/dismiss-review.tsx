import { Button, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';

import { repoDismissPullReview, repoUnDismissPullReview } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { useWriteForm } from '../../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../../parts/form/write-form.tsx';
import { MutationProblem } from '../../../../parts/loaded.tsx';
import type { Review } from '../../review-queries.ts';
import css from './review.module.css';
import type { Reviewing } from './reviewing.ts';

interface DismissReviewProps {
  review: Review;
  place: Reviewing['place'];
}

/** Says of a verdict that it counts no more, with the reason, or that it counts again. */
export function DismissReview({ review, place }: DismissReviewProps) {
  const [isAsked, ask] = useDisclosure(false);
  const { owner, repo, number } = place;
  const happened = useHappened();
  const back = useMutation({
    mutationFn: () => forge.call(repoUnDismissPullReview, { owner, repo, index: number, id: review.id }),
    onSuccess: () => happened('dev.mosaic.pull_request.review_changed', { repository: `${owner}/${repo}`, number }),
  });
  if (review.dismissed)
    return (
      <span className={css['end']}>
        <Button variant="subtle" color="idle" size="compact-xs" loading={back.isPending} onClick={() => back.mutate()}>
          Let it count again
        </Button>
        <MutationProblem title="It was not changed" error={back.error} />
      </span>
    );
  return (
    <>
      <Button className={css['end']} variant="subtle" color="idle" size="compact-xs" onClick={ask.open}>
        Dismiss
      </Button>
      <Modal opened={isAsked} onClose={ask.close} title={`Dismiss the review by ${review.reviewer}?`}>
        <DismissForm review={review} place={place} onEnd={ask.close} />
      </Modal>
    </>
  );
}

function DismissForm({ review: { id, reviewer }, place, onEnd }: DismissReviewProps & { onEnd: () => void }) {
  const { owner, repo, number } = place;
  const happened = useHappened();
  const form = useWriteForm({
    initialValues: { message: '' },
    schema: repoDismissPullReview.body,
    toBody: (fields) => fields,
    write: (body) => forge.call(repoDismissPullReview, { owner, repo, index: number, id, body }),
    onDone: async () => {
      await happened('dev.mosaic.pull_request.review_changed', { repository: `${owner}/${repo}`, number });
      onEnd();
    },
  });
  return (
    <WriteFormFrame form={form} act="Dismiss review" isReady={form.values.message.trim() !== ''} refused="The review was not dismissed">
      <Stack gap="md">
        <Text size="sm">{`What ${reviewer} said stays, but counts no more. It can be made to count again.`}</Text>
        <Textarea label="Reason" withAsterisk autosize minRows={2} {...form.getInputProps('message')} />
      </Stack>
    </WriteFormFrame>
  );
}
