import { Modal, Radio, Stack } from '@mantine/core';

import { type PullRequest, repoCreatePullReview, repoSubmitPullReview } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { MarkdownField } from '../../../../parts/form/markdown-field.tsx';
import { useWriteForm } from '../../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../../parts/form/write-form.tsx';
import type { Reviewing } from './reviewing.ts';

interface FinishReviewProps {
  opened: boolean;
  onClose: () => void;
  reviewing: Reviewing;
  pull: PullRequest;
  /** Comments that are handed in with it. */
  pending: number;
}

/** Asks for the verdict and a summary, and hands the review in. */
export function FinishReview({ opened, onClose, ...rest }: FinishReviewProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={`Review of #${rest.pull.number}`} size="lg">
      <FinishForm onEnd={onClose} {...rest} />
    </Modal>
  );
}

const VERDICTS = [
  { value: 'COMMENT', label: 'Comment', description: 'Says something without a verdict.' },
  { value: 'APPROVED', label: 'Approve', description: 'It may be merged as it is.' },
  { value: 'REQUEST_CHANGES', label: 'Request changes', description: 'Something has to be changed first; say what.' },
] as const;
type Verdict = (typeof VERDICTS)[number]['value'];

function FinishForm({ reviewing, pull, pending, onEnd }: Omit<FinishReviewProps, 'opened' | 'onClose'> & { onEnd: () => void }) {
  const { place, draft, head, me } = reviewing;
  const { owner, repo, number } = place;
  const happened = useHappened();
  const form = useWriteForm({
    initialValues: { event: 'COMMENT' as Verdict, body: draft?.body ?? '' },
    schema: repoSubmitPullReview.body,
    toBody: (fields) => fields,
    write: (body) =>
      draft === null
        ? forge.call(repoCreatePullReview, { owner, repo, index: number, body: { ...body, commit_id: head } })
        : forge.call(repoSubmitPullReview, { owner, repo, index: number, id: draft.id, body }),
    onDone: async () => {
      await happened('dev.mosaic.pull_request.reviewed', { repository: `${owner}/${repo}`, number });
      onEnd();
    },
  });
  // Nobody judges their own, and what is closed awaits no verdict.
  const mayJudge = pull.user.login !== me && pull.state === 'open';
  const { event, body } = form.values;
  const hasWords = body.trim() !== '';
  const isReady = event === 'APPROVED' || hasWords || (event === 'COMMENT' && pending > 0);
  return (
    <WriteFormFrame form={form} act="Submit review" isReady={isReady} refused="The review was not submitted">
      {mayJudge && (
        <Radio.Group label="Verdict" {...form.getInputProps('event')}>
          <Stack gap="sm" mt="xs">
            {VERDICTS.map(({ value, label, description }) => (
              <Radio key={value} value={value} label={label} description={description} />
            ))}
          </Stack>
        </Radio.Group>
      )}
      <MarkdownField
        label="Summary"
        base={reviewing.base}
        minRows={4}
        maxRows={20}
        withAsterisk={event === 'REQUEST_CHANGES'}
        {...form.getInputProps('body')}
      />
    </WriteFormFrame>
  );
}
