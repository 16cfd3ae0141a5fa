import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { type PullRequest, repoUpdatePullRequest } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { mayUpdate, mergeStateOf } from './pull-facts.ts';
import css from './merge-box.module.css';

interface UpdateBranchProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  mayPush: boolean;
}

/** Brings what the base has into the head; conflicts cannot be settled here. */
export function UpdateBranch({ owner, repo, pull, mayPush }: UpdateBranchProps) {
  const happened = useHappened();
  const update = useMutation({
    mutationFn: () => forge.call(repoUpdatePullRequest, { owner, repo, index: pull.number }),
    onSettled: () => happened('dev.mosaic.pull_request.synchronized', { repository: `${owner}/${repo}`, number: pull.number }),
  });
  return (
    <>
      <div className={css['line']}>
        <span>{`${pull.base.ref} has gone on since.`}</span>
        {mayUpdate(pull, mayPush) && mergeStateOf(pull) !== 'conflicts' && (
          <Button variant="default" loading={update.isPending} onClick={() => update.mutate()}>
            Update branch
          </Button>
        )}
      </div>
      <MutationProblem title="The branch was not updated" error={update.error} />
    </>
  );
}
