import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';

import { repoDeleteBranch } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';

/** For a branch whose work is done. */
export function DeleteBranch({ owner, repo, branch }: { owner: string; repo: string; branch: string }) {
  const happened = useHappened();
  const [opened, { open, close }] = useDisclosure(false);
  const removal = useMutation({
    mutationFn: () => forge.call(repoDeleteBranch, { owner, repo, branch }),
    onSuccess: async () => {
      await happened('dev.mosaic.ref.updated', { repository: `${owner}/${repo}` });
      close();
    },
  });
  return (
    <div>
      <Button variant="default" onClick={open}>{`Delete branch ${branch}`}</Button>
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Delete the branch ${branch}?`}
        keep="Keep it"
        act="Delete branch"
        onAct={() => removal.mutate()}
        isPending={removal.isPending}
        problem={{ title: 'It was not deleted', error: removal.error }}
      >
        Its commits stay where they were merged. Other open pull requests from or into this branch are closed. Whoever has a clone can push
        it again.
      </ConfirmDialog>
    </div>
  );
}
