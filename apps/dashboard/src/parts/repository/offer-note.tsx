import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';

import { acceptRepoTransfer, rejectRepoTransfer, type Repository } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { pathTo, useGo } from '../app-link.tsx';
import { MutationProblem } from '../loaded.tsx';

/** For whom a repository is offered to: takes it, or does not. */
export function OfferNote({ repository, doer }: { repository: Repository; doer: string }) {
  const at = { owner: repository.owner.login, repo: repository.name };
  const go = useGo();
  const happened = useHappened();
  const answer = useMutation({
    mutationFn: (takes: boolean) => forge.call(takes ? acceptRepoTransfer : rejectRepoTransfer, at),
    onSuccess: ({ owner: { login }, name }, takes) => {
      // What was private is seen no more by who declines it.
      go(takes ? pathTo(login, name) : '/');
      void happened('dev.cdevents.repository.modified', { repository: repository.full_name });
    },
  });
  return (
    <div className="panel" role="status">
      <Stack gap="sm" className="prose-box">
        <span>{`${doer} offers you this repository.`}</span>
        <MutationProblem title="Nothing was changed" error={answer.error} />
        <Group gap="sm">
          <Button loading={answer.isPending} onClick={() => answer.mutate(true)}>
            Take repository
          </Button>
          <Button variant="default" disabled={answer.isPending} onClick={() => answer.mutate(false)}>
            Decline
          </Button>
        </Group>
      </Stack>
    </div>
  );
}
