import { useQuery } from '@tanstack/react-query';

import type { Issue } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { SubjectList, useSubjectSearch } from '../../parts/repository/subject-list.tsx';
import type { Column } from '../../parts/table/data-table.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { IssueIcon } from '../../theme/icons.ts';
import { IssueState } from '../../parts/status/issue-state.tsx';
import { issuesQuery } from './queries.ts';

const columns: readonly Column<Issue>[] = [
  {
    header: 'Issue',
    cell: ({ number, title }) => (
      <>
        <span className="figures muted">#{number}</span> {title}
      </>
    ),
  },
  { header: 'State', cell: ({ state }) => <IssueState state={state} />, width: '90px', phone: 'first' },
  { header: 'Labels', cell: ({ labels }) => labels.map(({ name }) => name).join(', '), width: '16%', phone: 'none' },
  { header: 'By', cell: ({ user }) => (user ? <ActorAvatar login={user.login} /> : null), width: '140px' },
  {
    header: 'Comments',
    cell: ({ comments }) => <span className="figures">{comments}</span>,
    width: '100px',
    align: 'right',
    phone: 'none',
  },
  { header: 'Changed', cell: ({ updated_at }) => <RelativeTime time={updated_at} />, width: '130px', align: 'right' },
];

/** Conversations about problems in one repository. */
export function IssuesPage({ owner, repo }: { owner: string; repo: string }) {
  const found = useSubjectSearch();
  const issues = useQuery(issuesQuery(owner, repo, found.search));
  return (
    <SubjectList
      owner={owner}
      repo={repo}
      tab="issues"
      label="Issues"
      opens={{ title: 'Open an issue', icon: IssueIcon }}
      found={found}
      list={issues}
      columns={columns}
      nothing={(state) => (
        <NothingYet title={state === 'open' ? 'No open issues' : 'No closed issues'}>
          The triage agent opens one when a pipeline fails.
        </NothingYet>
      )}
    />
  );
}
