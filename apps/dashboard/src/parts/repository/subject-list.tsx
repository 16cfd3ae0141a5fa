import { Button, SegmentedControl } from '@mantine/core';
import type { ReactNode } from 'react';

import type { Repository } from '@mosaic/contracts/gitea';

import { useActions } from '../../actions/registry.tsx';
import type { NounIcon } from '../../theme/icons.ts';
import { AppLink, pathTo, useGo, useSearchParam } from '../app-link.tsx';
import { Loaded } from '../loaded.tsx';
import { Panel } from '../panel.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { Pager, usePage } from '../table/pager.tsx';
import { RepositoryFrame } from './repository-frame.tsx';

/** What a list of issues or pull requests shows. */
export interface SubjectSearch {
  state: 'open' | 'closed';
  page: number;
}

/** Which of them the address asks for, and the way to others. */
export function useSubjectSearch(): { search: SubjectSearch; setState: (state: string) => void; setPage: (page: number) => void } {
  const [state, setState] = useSearchParam('state', 'open');
  const [page, setPage] = usePage();
  return { search: { state: state === 'closed' ? 'closed' : 'open', page }, setState, setPage };
}

interface SubjectListProps<T> {
  owner: string;
  repo: string;
  tab: 'issues' | 'pulls';
  /** "Pull requests", and the button that opens one. */
  label: string;
  opens: { title: string; icon: NounIcon };
  found: ReturnType<typeof useSubjectSearch>;
  list: Parameters<typeof Loaded<{ items: T[]; total: number }>>[0]['query'];
  columns: readonly Column<T>[];
  nothing: (state: SubjectSearch['state'], repository: Repository) => ReactNode;
}

/** The open or closed issues or pull requests of a repository, a page at a time; `c` opens a new one. */
export function SubjectList<T extends { id: number; number: number }>({
  owner,
  repo,
  tab,
  label,
  opens: { title, icon },
  found: { search, setState, setPage },
  list,
  columns,
  nothing,
}: SubjectListProps<T>) {
  const go = useGo();
  const base = pathTo(owner, repo, tab);
  useActions([{ id: `new-${tab}`, title, group: 'On this page', icon, keys: ['c'], run: () => go(`${base}/new`) }]);
  return (
    <RepositoryFrame
      owner={owner}
      repo={repo}
      tab={tab}
      wide
      actions={
        <>
          <SegmentedControl
            size="xs"
            value={search.state}
            onChange={setState}
            aria-label={`Which ${label.toLowerCase()}`}
            data={[
              { value: 'open', label: 'Open' },
              { value: 'closed', label: 'Closed' },
            ]}
          />
          <Button component={AppLink} className="button-link" href={`${base}/new`}>
            {title}
          </Button>
        </>
      }
    >
      {(repository) => (
        <Panel>
          <Loaded query={list} rows={8}>
            {({ items, total }) =>
              total === 0 ? (
                nothing(search.state, repository)
              ) : (
                <>
                  <DataTable
                    label={label}
                    rows={items}
                    columns={columns}
                    rowKey={({ id }) => id}
                    rowHref={({ number }) => `${base}/${number}`}
                    withKeys
                  />
                  <Pager page={search.page} onPage={setPage} total={total} />
                </>
              )
            }
          </Loaded>
        </Panel>
      )}
    </RepositoryFrame>
  );
}
