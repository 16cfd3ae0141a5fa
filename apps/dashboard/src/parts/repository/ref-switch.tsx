import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { branchesQuery, tagsQuery } from '../../features/refs/queries.ts';
import { useGo } from '../app-link.tsx';
import { ICON, RepositoryIcon, TagIcon } from '../../theme/icons.ts';
import { sourcePath, type RefPath } from '../../api/ref-path.ts';

/** How long typing must rest before all names are asked, ms. */
const REST_MS = 200;

/** Branches and tags, searched over all of them: the first page of what matches is offered, with how many there are. */
export function RefSwitch({ owner, repo, at }: { owner: string; repo: string; at: RefPath }) {
  const go = useGo();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState(false);
  // The closed field holds the chosen name, which is no search.
  const [q] = useDebouncedValue(opened && text !== at.ref ? text.trim() : '', REST_MS);
  const branches = useQuery({ ...branchesQuery(owner, repo, { q, page: 1 }), enabled: opened });
  const tags = useQuery({ ...tagsQuery(owner, repo, { q, page: 1 }), enabled: opened });
  const matches = (name: string): boolean => name.toLowerCase().includes(q.toLowerCase());
  const group = (kind: 'branch' | 'tag', words: string, list: typeof branches.data | typeof tags.data) => ({
    group:
      list === undefined
        ? words
        : `${words} (${list.total > list.items.length ? `${list.items.length} of ${list.total}, type to find more` : list.total})`,
    items: (list?.items ?? []).filter(({ name }) => matches(name)).map(({ name }) => ({ value: `${kind} ${name}`, label: name })),
  });
  const own = `${at.kind} ${at.ref}`;
  const groups = [group('branch', 'Branches', branches.data), group('tag', 'Tags', tags.data)];
  const isListed = groups.some(({ items }) => items.some(({ value }) => value === own));
  const shown = isListed ? groups : [{ group: 'Shown', items: [{ value: own, label: at.ref }] }, ...groups];
  const Glyph = at.kind === 'tag' ? TagIcon : RepositoryIcon;
  return (
    <Select
      aria-label="Branch or tag"
      size="xs"
      w={220}
      data={shown}
      value={own}
      searchable
      allowDeselect={false}
      maxDropdownHeight={360}
      comboboxProps={{ width: 320, position: 'bottom-start' }}
      leftSection={<Glyph {...ICON} />}
      nothingFoundMessage="No branch or tag of this name"
      // What matches has been asked of the server.
      filter={({ options }) => options}
      onSearchChange={setText}
      onDropdownOpen={() => setOpened(true)}
      onDropdownClose={() => setOpened(false)}
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={(value) => {
        const [kind, ...name] = (value ?? '').split(' ');
        if (value !== null && value !== own && (kind === 'branch' || kind === 'tag'))
          go(sourcePath(owner, repo, { kind, ref: name.join(' '), path: at.path }));
      }}
    />
  );
}
