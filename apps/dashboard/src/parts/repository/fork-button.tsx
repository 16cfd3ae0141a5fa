import { Button, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconGitFork } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';

import type { Repository } from '@mosaic/contracts/gitea';

import { may, useSession } from '../../features/session/queries.ts';
import { ICON } from '../../theme/icons.ts';
import { SkeletonRows } from '../loaded.tsx';

const ForkForm = lazy(async () => ({ default: (await import('./fork-form.tsx')).ForkForm }));

/** Makes a repository of one's own out of another, for who may make any. */
export function ForkButton({ repository }: { repository: Repository }) {
  const session = useSession();
  const [opened, { open, close }] = useDisclosure(false);
  if (!may(session, 'forge:repository:write') || repository.empty) return null;
  const { full_name, forks_count } = repository;
  return (
    <>
      <Button variant="default" leftSection={<IconGitFork {...ICON} />} onClick={open}>
        {forks_count > 0 ? `Fork · ${forks_count}` : 'Fork'}
      </Button>
      <Modal opened={opened} onClose={close} title={`Fork ${full_name}`}>
        <Suspense fallback={<SkeletonRows rows={4} />}>
          <ForkForm repository={repository} />
        </Suspense>
      </Modal>
    </>
  );
}
