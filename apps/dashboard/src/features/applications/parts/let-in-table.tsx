import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { endOauthGrant, type OauthGrant } from '@mosaic/contracts/mosaic';

import { accounts } from '../../../api/clients.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { NothingYet } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { type Column, RowTitle } from '../../../parts/table/data-table.tsx';
import { PagedTable } from '../../../parts/table/paged-table.tsx';
import { RelativeTime } from '../../../parts/time/relative-time.tsx';
import { applicationKeys } from '../keys.ts';
import { letInQuery } from '../queries.ts';

function columnsWith(onEnd: (grant: OauthGrant) => void): readonly Column<OauthGrant>[] {
  return [
    { header: 'Application', cell: ({ application }) => <RowTitle>{application.name}</RowTitle>, width: '20%' },
    {
      header: 'Registered by',
      cell: ({ application }) => application.owner ?? <span className="muted">a program beside git</span>,
      width: '16%',
      phone: 'none',
    },
    { header: 'May', cell: ({ allows }) => <span title={allows.join('\n')}>{allows.join('; ')}</span>, phone: 'none' },
    { header: 'Last used', cell: ({ usedAt }) => <RelativeTime time={usedAt} />, width: '130px' },
    {
      header: 'End',
      cell: (grant) => (
        <Button
          size="compact-xs"
          variant="subtle"
          color="fail"
          onClick={() => onEnd(grant)}
          aria-label={`End what ${grant.application.name} may do`}
        >
          End
        </Button>
      ),
      width: '100px',
      align: 'right',
      phone: 'first',
    },
  ];
}

/** Whom one has let in, and the end of that. */
export function LetInTable() {
  const letIn = useQuery(letInQuery);
  const [ending, setEnding] = useState<OauthGrant | null>(null);
  return (
    <>
      <Panel>
        <Loaded query={letIn} rows={3}>
          {(list) =>
            list.length === 0 ? (
              <NothingYet title="You have let no application in">
                A program that signs you in through MosAIc asks you first, and stands here then.
              </NothingYet>
            ) : (
              <PagedTable label="Applications you let in" rows={list} columns={columnsWith(setEnding)} rowKey={({ id }) => id} />
            )
          }
        </Loaded>
      </Panel>
      <EndDialog grant={ending} onClose={() => setEnding(null)} />
    </>
  );
}

function EndDialog({ grant, onClose }: { grant: OauthGrant | null; onClose: () => void }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => accounts.call(endOauthGrant, { id }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: applicationKeys.letIn });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={grant !== null}
      onClose={onClose}
      title={`End what "${grant?.application.name ?? ''}" may do?`}
      keep="Keep it"
      act="End it"
      onAct={() => grant !== null && end.mutate(grant.id)}
      isPending={end.isPending}
      problem={{ title: 'It was not ended', error: end.error }}
    >
      It is signed out everywhere and can act for you no more. It may ask you again.
    </ConfirmDialog>
  );
}
