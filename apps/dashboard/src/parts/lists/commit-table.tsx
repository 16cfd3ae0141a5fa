import type { Commit } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../actor-avatar.tsx';
import { pathTo } from '../app-link.tsx';
import { type Column, DataTable } from '../table/data-table.tsx';
import { RelativeTime } from '../time/relative-time.tsx';

const columns: readonly Column<Commit>[] = [
  { header: 'Commit', cell: ({ commit }) => commit.message.split('\n')[0] },
  { header: 'Author', cell: ({ author, commit }) => <ActorAvatar login={author?.login ?? commit.author.name} />, width: '20%' },
  { header: 'Id', cell: ({ sha }) => <span className="mono">{sha.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'When', cell: ({ commit }) => <RelativeTime time={commit.author.date} />, width: '140px', align: 'right' },
];

interface CommitTableProps {
  owner: string;
  repo: string;
  label: string;
  commits: readonly Commit[];
}

/** Commits of a repository, each leading to its page. */
export function CommitTable({ owner, repo, label, commits }: CommitTableProps) {
  return (
    <DataTable
      label={label}
      rows={commits}
      columns={columns}
      rowKey={({ sha }) => sha}
      rowHref={({ sha }) => pathTo(owner, repo, 'commit', sha)}
      withKeys
    />
  );
}
