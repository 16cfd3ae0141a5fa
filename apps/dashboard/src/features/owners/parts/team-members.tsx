import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { orgAddTeamMember, orgRemoveTeamMember, type Team, type User } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { ActorAvatar } from '../../../parts/actor-avatar.tsx';
import { pathTo } from '../../../parts/app-link.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { NothingYet } from '../../../parts/empty.tsx';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { Panel } from '../../../parts/panel.tsx';
import { type Column, DataTable } from '../../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../../parts/table/pager.tsx';
import { teamMembersQuery, useOrganizationChanged } from '../queries.ts';

interface OfTeam {
  org: string;
  team: Team;
  mayChange: boolean;
}

const personColumns: readonly Column<User>[] = [{ header: 'Person', cell: ({ login }) => <ActorAvatar login={login} /> }];

function columnsWith(onRemove: (person: User) => void): readonly Column<User>[] {
  return [
    ...personColumns,
    {
      header: 'Remove',
      cell: (person) => (
        <Button size="compact-xs" variant="subtle" color="fail" onClick={() => onRemove(person)} aria-label={`Remove ${person.login}`}>
          Remove
        </Button>
      ),
      width: '110px',
      align: 'right',
      phone: 'first',
    },
  ];
}

export function TeamMembers({ org, team, mayChange }: OfTeam) {
  const [page, setPage] = usePage();
  const members = useQuery(teamMembersQuery(org, team.id, page));
  const [leaving, setLeaving] = useState<User | null>(null);
  return (
    <>
      <Panel>
        <Loaded query={members} rows={4}>
          {({ items, total }) => (
            <>
              {items.length === 0 && page === 1 ? (
                <NothingYet title="Nobody is in it yet" />
              ) : (
                <DataTable
                  label="Members"
                  rows={items}
                  columns={mayChange ? columnsWith(setLeaving) : personColumns}
                  rowKey={({ id }) => id}
                  rowHref={({ login }) => pathTo(login)}
                />
              )}
              <Pager page={page} onPage={setPage} total={total} />
            </>
          )}
        </Loaded>
      </Panel>
      {mayChange && <AddMember org={org} team={team} />}
      <RemoveDialog org={org} team={team} person={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function AddMember({ org, team }: Pick<OfTeam, 'org' | 'team'>) {
  const changed = useOrganizationChanged(org);
  const form = useWriteForm({
    initialValues: { username: '' },
    schema: orgAddTeamMember.params,
    toBody: ({ username }) => ({ id: team.id, username }),
    write: (params) => forge.call(orgAddTeamMember, params),
    onDone: (_, { setFieldValue }) => {
      setFieldValue('username', '');
      void changed();
    },
  });
  return (
    <Section title="Add somebody">
      <div className="prose-box">
        <WriteFormFrame form={form} act="Add to team" refused="They were not added" isReady={form.values.username !== ''} isPrimary={false}>
          <TextInput label="Name to sign in with" size="xs" w={260} maxLength={100} {...form.getInputProps('username')} />
        </WriteFormFrame>
      </div>
    </Section>
  );
}

function RemoveDialog({ org, team, person, onClose }: Pick<OfTeam, 'org' | 'team'> & { person: User | null; onClose: () => void }) {
  const changed = useOrganizationChanged(org);
  const remove = useMutation({
    mutationFn: (username: string) => forge.call(orgRemoveTeamMember, { id: team.id, username }),
    onSuccess: () => {
      void changed();
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={person !== null}
      onClose={() => {
        remove.reset();
        onClose();
      }}
      title={`Remove ${person?.login ?? ''} from ${team.name}?`}
      keep="Keep them"
      act="Remove from team"
      onAct={() => person !== null && remove.mutate(person.login)}
      isPending={remove.isPending}
      problem={{ title: 'They were not removed', error: remove.error }}
    >
      What only this team let them do ends at once. Who is in no other team is no member of {org} any more.
    </ConfirmDialog>
  );
}
