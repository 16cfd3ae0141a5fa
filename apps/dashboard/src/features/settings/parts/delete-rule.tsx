import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';

import type { Repository } from '@mosaic/contracts/gitea';

import { pathTo, useGo } from '../../../parts/app-link.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { useRulesChanged } from '../queries.ts';

interface DeleteRuleProps {
  repository: Repository;
  /** What the rule is about. */
  name: string;
  remove: () => Promise<unknown>;
  /** What is so without it. */
  children: ReactNode;
}

/** Ends a rule, and leads back to the others. */
export function DeleteRule({ repository, name, remove, children }: DeleteRuleProps) {
  const changed = useRulesChanged(repository.full_name);
  const go = useGo();
  const [opened, setOpened] = useState(false);
  const removal = useMutation({
    mutationFn: remove,
    onSuccess: () => {
      void changed();
      go(pathTo(repository.owner.login, repository.name, 'settings'));
    },
  });
  return (
    <>
      <Button variant="subtle" color="fail" onClick={() => setOpened(true)}>
        Delete rule
      </Button>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Delete the rule for ${name}?`}
        keep="Keep it"
        act="Delete rule"
        onAct={() => removal.mutate()}
        isPending={removal.isPending}
        problem={{ title: 'It was not deleted', error: removal.error }}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
