import { Select } from '@mantine/core';

import { ICON, ProjectIcon } from '../../../theme/icons.ts';

interface RepositorySelectProps {
  label: string;
  /** Full names, the chosen one among them. */
  names: readonly string[];
  value: string;
  onChange: (name: string) => void;
}

/** One of the repositories that a change may come from or go to. */
export function RepositorySelect({ label, names, value, onChange }: RepositorySelectProps) {
  return (
    <Select
      label={label}
      w={260}
      data={[...new Set([value, ...names])]}
      value={value}
      searchable
      allowDeselect={false}
      maxDropdownHeight={360}
      leftSection={<ProjectIcon {...ICON} />}
      nothingFoundMessage="No fork of this name"
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={(name) => name !== null && name !== value && onChange(name)}
    />
  );
}
