import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconArrowBackUp } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { type Deployment, deploymentRollBack } from '@mosaic/contracts/mosaic';

import { CopyAs } from '../../../actions/copy-as.tsx';
import { useActions } from '../../../actions/registry.tsx';
import { callMcp, requestId } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { pathTo, useGo } from '../../../parts/app-link.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { ICON } from '../../../theme/icons.ts';
import { useMayPush } from '../../repositories/queries.ts';
import { may, useSession } from '../../session/queries.ts';

/** Puts this deployment live again, behind a dialog that names object and effect. */
export function RollBack({ deployment: { id, project, environment, repository, sha, title } }: { deployment: Deployment }) {
  const session = useSession();
  const happened = useHappened();
  const go = useGo();
  const [opened, { open, close }] = useDisclosure(false);
  const input = { requestId: requestId(), id };
  const roll = useMutation({
    mutationFn: () => callMcp(deploymentRollBack, { requestId: requestId(), id }),
    onSuccess: ({ deployment }) => {
      void happened('dev.mosaic.deployment.requested', {});
      notifications.show({ message: `Rolling ${environment} back to #${id}` });
      close();
      go(pathTo('-', 'projects', project, 'deployments', deployment.id));
    },
  });
  const mayPush = useMayPush(repository);
  const isAllowed = mayPush && may(session, 'mcp:deployment:write');
  const name = `Roll back to #${id}`;
  useActions(
    isAllowed
      ? [
          {
            id: 'roll-back',
            title: name,
            group: 'On this page',
            icon: IconArrowBackUp,
            run: open,
            equivalents: { mcp: { tool: 'deployment_roll_back', arguments: input } },
          },
        ]
      : [],
  );
  if (!isAllowed) return null;
  return (
    <>
      <Button leftSection={<IconArrowBackUp {...ICON} />} onClick={open}>
        {name}
      </Button>
      <CopyAs title={name} equivalents={{ mcp: { tool: 'deployment_roll_back', arguments: input } }} />
      <ConfirmDialog
        opened={opened}
        onClose={close}
        title={`Roll ${project} · ${environment} back to #${id}?`}
        keep="Keep what is live"
        act={name}
        onAct={() => roll.mutate()}
        isPending={roll.isPending}
        problem={{ title: 'It was not rolled back', error: roll.error }}
      >
        The environment {environment} will serve version {sha.slice(0, 10)} ({title}) again, as a new deployment. What is live now stays in
        the history, and you can roll forward to it in the same way.
      </ConfirmDialog>
    </>
  );
}
