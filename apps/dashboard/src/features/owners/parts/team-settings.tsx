import { Button, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';

import { orgDeleteTeam, orgEditTeam, type Team } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { pathTo, useGo } from '../../../parts/app-link.tsx';
import { ConfirmDialog } from '../../../parts/confirm-dialog.tsx';
import { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { WriteFormFrame } from '../../../parts/form/write-form.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { useOrganizationChanged } from '../queries.ts';
import { bodyOf, fieldsOf, TeamFieldSet } from './team-form.tsx';

interface OfTeam {
  org: string;
  team: Team;
}

/** What a team is called and may; the owners keep all but their description. */
export function TeamSettings({ org, team }: OfTeam) {
  const changed = useOrganizationChanged(org);
  const isOwners = team.permission === 'owner';
  const form = useWriteForm({
    initialValues: fieldsOf(team),
    schema: orgEditTeam.body,
    toBody: (fields) => (isOwners ? { description: fields.description } : bodyOf(fields, team)),
    write: (body) => forge.call(orgEditTeam, { id: team.id, body }),
    onDone: changed,
  });
  return (
    <>
      <WriteFormFrame form={form} act="Save team" refused="The team was not changed" done="Saved">
        {isOwners ? (
          <Textarea label="Description" maxLength={255} autosize minRows={2} {...form.getInputProps('description')} />
        ) : (
          <TeamFieldSet form={form} />
        )}
      </WriteFormFrame>
      {!isOwners && <DeleteTeam org={org} team={team} />}
    </>
  );
}

function DeleteTeam({ org, team }: OfTeam) {
  const go = useGo();
  const changed = useOrganizationChanged(org);
  const [opened, setOpened] = useState(false);
  const remove = useMutation({
    mutationFn: () => forge.call(orgDeleteTeam, { id: team.id }),
    onSuccess: () => {
      go(`${pathTo(org)}?tab=teams`);
      void changed();
    },
  });
  return (
    <Section title="Delete the team">
      <div className="prose-box">
        <Button variant="default" color="fail" onClick={() => setOpened(true)}>
          Delete team
        </Button>
      </div>
      <ConfirmDialog
        opened={opened}
        onClose={() => setOpened(false)}
        title={`Delete ${team.name}?`}
        keep="Keep it"
        act="Delete team"
        onAct={() => remove.mutate()}
        isPending={remove.isPending}
        problem={{ title: 'It was not deleted', error: remove.error }}
      >
        What only this team let its members do ends at once. This cannot be undone.
      </ConfirmDialog>
    </Section>
  );
}
