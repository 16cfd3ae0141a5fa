import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useState } from 'react';

import type { Branch, Repository, Tag } from '@mosaic/contracts/gitea';

import { newPullPath, sourcePath } from '../../api/ref-path.ts';
import { AppLink } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { type Column, DataTable, RowTitle } from '../../parts/table/data-table.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { ICON, SearchIcon } from '../../theme/icons.ts';
import { branchesQuery, tagsQuery } from './queries.ts';

const firstLine = (text: string): string => text.split('\n')[0] ?? '';

const branchColumns: readonly Column<Branch>[] = [
  { header: 'Branch', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '30%' },
  { header: 'Last change', cell: ({ commit }) => firstLine(commit.message) },
  { header: 'Id', cell: ({ commit }) => <span className="mono">{commit.id.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'When', cell: ({ commit }) => <When time={commit.timestamp} />, width: '140px', align: 'right' },
];

/** What one does with a branch that is not the default one, where one may. */
const proposeColumn = (owner: string, repo: string, defaultBranch: string): Column<Branch> => ({
  header: 'Propose',
  cell: ({ name }) =>
    name === defaultBranch ? null : (
      <AppLink className="text-link" href={newPullPath(owner, repo, name)} aria-label={`Open a pull request from ${name}`}>
        Open a pull request
      </AppLink>
    ),
  width: '170px',
  align: 'right',
});

const tagColumns: readonly Column<Tag>[] = [
  { header: 'Tag', cell: ({ name }) => <RowTitle>{name}</RowTitle>, width: '30%' },
  { header: 'Message', cell: ({ message }) => firstLine(message) },
  { header: 'Id', cell: ({ commit }) => <span className="mono">{commit.sha.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'When', cell: ({ commit }) => <When time={commit.created} />, width: '140px', align: 'right' },
];

function When({ time }: { time: string }) {
  return time === '' ? null : <RelativeTime time={time} />;
}

/** All branches of a repository, by name. */
export function BranchesPage({ owner, repo }: { owner: string; repo: string }) {
  const list = useNamed(owner, repo);
  const names = useQuery(branchesQuery(list.owner, list.repo, list.filter));
  const columnsOf = ({ default_branch, has_pull_requests }: Repository): readonly Column<Branch>[] =>
    has_pull_requests ? [...branchColumns, proposeColumn(list.owner, list.repo, default_branch)] : branchColumns;
  return <NamesPage noun="branches" kind="branch" columnsOf={columnsOf} list={list} names={names} />;
}

/** All tags of a repository, with what annotated ones say. */
export function TagsPage({ owner, repo }: { owner: string; repo: string }) {
  const list = useNamed(owner, repo);
  const names = useQuery(tagsQuery(list.owner, list.repo, list.filter));
  return <NamesPage noun="tags" kind="tag" columnsOf={() => tagColumns} list={list} names={names} />;
}

interface NamesPageProps<T> {
  noun: 'branches' | 'tags';
  kind: 'branch' | 'tag';
  columnsOf: (repository: Repository) => readonly Column<T>[];
  list: ReturnType<typeof useNamed>;
  names: UseQueryResult<{ items: T[]; total: number | null }>;
}

function NamesPage<T extends { name: string }>({ noun, kind, columnsOf, list, names }: NamesPageProps<T>) {
  const { owner, repo } = list;
  return (
    <RepositoryFrame owner={owner} repo={repo} tab={noun} wide actions={<NameSearch noun={noun} text={list.text} search={list.search} />}>
      {(repository) => (
        <Panel>
          <Loaded query={names} rows={12}>
            {({ items, total }) => (
              <>
                {items.length === 0 ? (
                  <Nothing noun={noun} q={list.filter.q} />
                ) : (
                  <DataTable
                    label={noun === 'tags' ? 'Tags' : 'Branches'}
                    rows={items}
                    columns={columnsOf(repository)}
                    rowKey={({ name }) => name}
                    rowHref={({ name }) => sourcePath(owner, repo, { kind, ref: name, path: '' })}
                    withKeys
                  />
                )}
                <Pager page={list.filter.page} onPage={list.setPage} total={total} />
              </>
            )}
          </Loaded>
        </Panel>
      )}
    </RepositoryFrame>
  );
}

function useNamed(owner: string, repo: string) {
  const [page, setPage] = usePage();
  const [text, setText] = useState('');
  const [q] = useDebouncedValue(text.trim(), 200);
  const search = (next: string): void => {
    setText(next);
    if (page !== 1) setPage(1);
  };
  return { owner, repo, filter: { q, page }, setPage, text, search };
}

function NameSearch({ noun, text, search }: { noun: string; text: string; search: (text: string) => void }) {
  return (
    <TextInput
      size="xs"
      aria-label={`Search ${noun}`}
      placeholder={`Search ${noun}`}
      leftSection={<SearchIcon {...ICON} />}
      value={text}
      onChange={({ currentTarget }) => search(currentTarget.value)}
    />
  );
}

function Nothing({ noun, q }: { noun: string; q: string }) {
  if (q !== '') return <NothingYet title={`No ${noun} whose name holds "${q}"`} />;
  return (
    <NothingYet title={`No ${noun} yet`}>
      {noun === 'tags' ? 'git tag v1.0 && git push origin v1.0 makes one.' : 'The first push makes one.'}
    </NothingYet>
  );
}
