import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { repoCancelScheduledAutoMerge } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { ActorAvatar } from '../../../parts/actor-avatar.tsx';
import { MutationProblem } from '../../../parts/loaded.tsx';
import type { MergeStanding } from '../change-queries.ts';
import css from './merge-box.module.css';

interface ScheduledMergeProps {
  owner: string;
  repo: string;
  number: number;
  scheduled: NonNullable<MergeStanding['scheduled']>;
}

/** Somebody has asked for the merge in advance. */
export function ScheduledMerge({ owner, repo, number, scheduled }: ScheduledMergeProps) {
  const happened = useHappened();
  const cancel = useMutation({
    mutationFn: () => forge.call(repoCancelScheduledAutoMerge, { owner, repo, index: number }),
    onSettled: () => happened('dev.mosaic.pull_request.merge_cancelled', { repository: `${owner}/${repo}`, number }),
  });
  return (
    <>
      <div className={css['line']} role="status">
        <span>Merges once its checks succeed, as asked by</span>
        <ActorAvatar login={scheduled.by} />
        {scheduled.mayCancel && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Do not merge by itself
          </Button>
        )}
      </div>
      <MutationProblem title="It still waits" error={cancel.error} />
    </>
  );
}
