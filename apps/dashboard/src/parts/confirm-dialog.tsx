import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

import { MutationProblem } from './loaded.tsx';

interface ConfirmDialogProps {
  opened: boolean;
  onClose: () => void;
  /** Names the object, as a question: "Revoke "laptop"?". */
  title: string;
  /** The effect, and whether it can be undone. */
  children: ReactNode;
  /** Words of the button that leaves all as it is, and of the one that acts: verb and noun. */
  keep: string;
  act: string;
  onAct: () => void;
  isPending: boolean;
  /** Why it did not happen, below its words: "It was not revoked". */
  problem: { title: string; error: unknown };
}

/** Stands before what destroys or takes away. */
export function ConfirmDialog({ opened, onClose, title, children, keep, act, onAct, isPending, problem }: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title}>
      <Stack gap="lg">
        <Text size="sm">{children}</Text>
        <MutationProblem title={problem.title} error={problem.error} />
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose}>
            {keep}
          </Button>
          <Button color="fail" loading={isPending} onClick={onAct}>
            {act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
