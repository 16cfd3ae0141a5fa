import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { type OAuth2Application, userDeleteOAuth2Application } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { NothingYet } from '../../../parts/empty.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { type Column, RowTitle } from '../../../parts/table/data-table.tsx';
import { PagedTable } from '../../../parts/table/paged-table.tsx';
import { applicationKeys } from '../keys.ts';
import { ownApplicationsQuery } from '../queries.ts';

function columnsWith(onDelete: (application: OAuth2Application) => void): readonly Column<OAuth2Application>[] {
  return [
    { header: 'Application', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '20%' },
    { header: 'Client id', cell: ({ client_id }) => <span className="mono">{client_id}</span>, width: '30%', phone: 'none' },
    {
      header: 'Leads back to',
      cell: ({ redirect_uris }) => (
        <span className="mono" title={redirect_uris.join('\n')}>
          {redirect_uris.join(' ')}
        </span>
      ),
    },
    {
      header: 'Delete',
      cell: (application) => (
        <Button
          size="compact-xs"
          variant="subtle"
          color="fail"
          onClick={() => onDelete(application)}
          aria-label={`Delete ${application.name}`}
        >
          Delete
        </Button>
      ),
      width: '100px',
      align: 'right',
      phone: 'first',
    },
  ];
}

/** The applications that one has registered, and their end. */
export function OwnTable() {
  const own = useQuery(ownApplicationsQuery);
  const [ending, setEnding] = useState<OAuth2Application | null>(null);
  return (
    <>
      <Panel>
        <Loaded query={own} rows={3}>
          {(list) =>
            list.length === 0 ? (
              <NothingYet title="No applications yet">
                Register a server, such as Woodpecker, that is to sign its people in through MosAIc.
              </NothingYet>
            ) : (
              <PagedTable
                label="Applications you registered"
                rows={list}
                columns={columnsWith(setEnding)}
                rowKey={({ id }) => String(id)}
              />
            )
          }
        </Loaded>
      </Panel>
      <DeleteDialog application={ending} onClose={() => setEnding(null)} />
    </>
  );
}

function DeleteDialog({ application, onClose }: { application: OAuth2Application | null; onClose: () => void }) {
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (id: number) => forge.call(userDeleteOAuth2Application, { id }),
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: applicationKeys.all });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={application !== null}
      onClose={onClose}
      title={`Delete "${application?.name ?? ''}"?`}
      keep="Keep it"
      act="Delete application"
      onAct={() => application !== null && remove.mutate(application.id)}
      isPending={remove.isPending}
      problem={{ title: 'It was not deleted', error: remove.error }}
    >
      Nobody can sign in with it any more, and whatever it holds for people ends now. This cannot be undone.
    </ConfirmDialog>
  );
}
