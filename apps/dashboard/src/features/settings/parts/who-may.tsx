import { TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { FieldRow } from '../../../parts/form/write-form.tsx';
import { teamNamesQuery, workersQuery } from '../queries.ts';

/** What a form gives a field by its name. */
interface Inputs {
  getInputProps: (field: string) => object;
}

interface WhoMayProps {
  owner: string;
  repo: string;
  form: Inputs;
  /** Members of the body that hold the names. */
  people: string;
  teams: string;
  children?: ReactNode;
}

/** People and teams that a list of a rule names; teams only where an organization owns the repository. */
export function WhoMay({ owner, repo, form, people, teams, children }: WhoMayProps) {
  const workers = useQuery(workersQuery(owner, repo)).data ?? [];
  const known = useQuery(teamNamesQuery(owner, repo)).data ?? null;
  return (
    <FieldRow>
      <TagsInput
        label="People"
        data={[...new Set([owner, ...workers])].filter((name) => known === null || name !== owner)}
        w={300}
        {...form.getInputProps(people)}
      />
      {known !== null && <TagsInput label="Teams" data={known} w={300} {...form.getInputProps(teams)} />}
      {children}
    </FieldRow>
  );
}
