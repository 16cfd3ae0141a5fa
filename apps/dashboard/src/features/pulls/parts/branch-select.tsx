import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { ICON, RepositoryIcon } from '../../../theme/icons.ts';
import { branchesQuery } from '../../refs/queries.ts';

/** How long typing must rest before all names are asked, ms. */
const REST_MS = 200;

interface BranchSelectProps {
  owner: string;
  repo: string;
  label: string;
  /** "" for none yet. */
  value: string;
  onChange: (branch: string) => void;
}

/** One branch of a repository, searched over all of them; the first page of what matches is offered. */
export function BranchSelect({ owner, repo, label, value, onChange }: BranchSelectProps) {
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text === value ? '' : text.trim(), REST_MS);
  const branches = useQuery(branchesQuery(owner, repo, { q, page: 1 }));
  const names = (branches.data?.items ?? []).map(({ name }) => name).filter((name) => name.toLowerCase().includes(q.toLowerCase()));
  return (
    <Select
      label={label}
      w={260}
      data={value === '' || names.includes(value) ? names : [value, ...names]}
      value={value === '' ? null : value}
      placeholder="Choose a branch"
      searchable
      allowDeselect={false}
      maxDropdownHeight={360}
      leftSection={<RepositoryIcon {...ICON} />}
      nothingFoundMessage="No branch of this name"
      // What matches has been asked of the server.
      filter={({ options }) => options}
      onSearchChange={setText}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={(branch) => branch !== null && onChange(branch)}
    />
  );
}
