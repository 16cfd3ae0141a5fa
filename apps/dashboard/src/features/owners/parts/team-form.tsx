import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';

import type { orgCreateTeam, Team } from '@mosaic/contracts/gitea';
import type { z } from 'zod';

import type { useWriteForm } from '../../../parts/form/use-write-form.ts';
import { FieldRow } from '../../../parts/form/write-form.tsx';
import { PARTS } from './rights-in-words.ts';

const LEVELS = [
  { value: 'none', label: 'Nothing' },
  { value: 'read', label: 'Read' },
  { value: 'write', label: 'Write' },
] as const;
type Level = (typeof LEVELS)[number]['value'];

/** The fields; those of the parts are one member of the body together. */
export interface TeamFields extends Record<string, unknown> {
  name: string;
  description: string;
  permission: 'admin' | '';
  code: Level;
  issues: Level;
  pulls: Level;
  includes_all_repositories: boolean;
  can_create_org_repo: boolean;
}

const levelOf = (team: Team | undefined, unit: (typeof PARTS)[number]['unit']): Level => {
  const level = team === undefined ? 'read' : (team.units_map?.[unit] ?? 'none');
  if (level === 'admin') return 'write';
  return LEVELS.find(({ value }) => value === level)?.value ?? 'none';
};

/** As a team is, or as a new one begins: it reads. */
export function fieldsOf(team?: Team): TeamFields {
  return {
    name: team?.name ?? '',
    description: team?.description ?? '',
    permission: team?.permission === 'admin' ? 'admin' : '',
    code: levelOf(team, 'repo.code'),
    issues: levelOf(team, 'repo.issues'),
    pulls: levelOf(team, 'repo.pulls'),
    includes_all_repositories: team?.includes_all_repositories ?? false,
    can_create_org_repo: team?.can_create_org_repo ?? false,
  };
}

/** Units that exist here go by the fields, all others stay as they were. */
export function bodyOf(fields: TeamFields, team?: Team): z.input<typeof orgCreateTeam.body> {
  const { name, description, permission, includes_all_repositories, can_create_org_repo } = fields;
  const units = Object.fromEntries(PARTS.map(({ unit, field }) => [unit, fields[field]]));
  const kept = team === undefined || team.permission === 'admin' ? {} : team.units_map;
  return {
    name,
    description,
    includes_all_repositories,
    can_create_org_repo,
    ...(permission === 'admin' ? { permission } : { units_map: { ...kept, ...units } }),
  };
}

/** What a team is called and may. */
export function TeamFieldSet({
  form,
}: {
  form: Pick<ReturnType<typeof useWriteForm<TeamFields, typeof orgCreateTeam.body, unknown>>, 'getInputProps' | 'values'>;
}) {
  return (
    <>
      <TextInput label="Name" required withAsterisk={false} maxLength={190} {...form.getInputProps('name')} />
      <Textarea label="Description" maxLength={255} autosize minRows={2} {...form.getInputProps('description')} />
      <Select
        label="May"
        data={[
          { value: '', label: 'What is chosen for each part' },
          { value: 'admin', label: 'Everything in its repositories' },
        ]}
        allowDeselect={false}
        w={300}
        {...form.getInputProps('permission')}
      />
      {form.values.permission === '' && (
        <FieldRow>
          {PARTS.map(({ field, label }) => (
            <Select key={field} label={label} data={LEVELS} allowDeselect={false} w={140} {...form.getInputProps(field)} />
          ))}
        </FieldRow>
      )}
      <Checkbox label="Has all repositories, also later ones" {...form.getInputProps('includes_all_repositories', { type: 'checkbox' })} />
      <Checkbox label="May make repositories in the organization" {...form.getInputProps('can_create_org_repo', { type: 'checkbox' })} />
    </>
  );
}
