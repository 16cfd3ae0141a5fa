import { Button, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';

import { repoCreatePullReviewRequests } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { useWriteForm } from '../../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../../parts/form/write-form.tsx';
import { principalsQuery } from '../../../people/queries.ts';
import type { Reviewing } from './reviewing.ts';

interface AskReviewerProps {
  place: Reviewing['place'];
  /** Who needs no asking. */
  known: readonly string[];
}

/** A way to ask somebody for a review. */
export function AskReviewer({ place, known }: AskReviewerProps) {
  const [isAsking, ask] = useDisclosure(false);
  if (isAsking) return <AskForm place={place} known={known} onEnd={ask.close} />;
  return (
    <div>
      <Button variant="default" onClick={ask.open}>
        Ask for a review
      </Button>
    </div>
  );
}

function AskForm({ place: { owner, repo, number }, known, onEnd }: AskReviewerProps & { onEnd: () => void }) {
  const names = useId();
  const happened = useHappened();
  // Whom one may not see one may still name.
  const { data: people = [] } = useQuery(principalsQuery);
  const form = useWriteForm({
    initialValues: { reviewers: '' },
    schema: repoCreatePullReviewRequests.body,
    toBody: ({ reviewers }) => ({ reviewers: [reviewers.trim()] }),
    write: (body) => forge.call(repoCreatePullReviewRequests, { owner, repo, index: number, body }),
    onDone: async () => {
      await happened('dev.mosaic.pull_request.review_requested', { repository: `${owner}/${repo}`, number });
      onEnd();
    },
  });
  const others = people.filter(({ login, kind, disabled }) => kind !== 'service' && !disabled && !known.includes(login));
  return (
    <WriteFormFrame
      form={form}
      act="Ask"
      isPrimary={false}
      isReady={form.values.reviewers.trim() !== ''}
      refused="Nobody was asked"
      aside={
        <Button variant="subtle" color="idle" onClick={onEnd}>
          Cancel
        </Button>
      }
    >
      <TextInput label="Who is to review" list={names} autoFocus {...form.getInputProps('reviewers')} />
      <datalist id={names}>
        {others.map(({ login, name }) => (
          <option key={login} value={login}>
            {name}
          </option>
        ))}
      </datalist>
    </WriteFormFrame>
  );
}
