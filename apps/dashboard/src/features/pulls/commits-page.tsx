import { useQuery } from '@tanstack/react-query';

import type { PullRequest } from '@mosaic/contracts/gitea';

import { NothingYet } from '../../parts/empty.tsx';
import { CommitTable } from '../../parts/lists/commit-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { PullFrame, type PullPlace } from './parts/pull-frame.tsx';
import { pullCommitsQuery, rangeOf } from './queries.ts';

/** The commits that a pull request brings, newest first. */
export function PullCommitsPage(place: PullPlace) {
  return (
    <PullFrame {...place} tab="commits">
      {(pull) => <PullCommits {...place} pull={pull} />}
    </PullFrame>
  );
}

function PullCommits({ owner, repo, pull }: PullPlace & { pull: PullRequest }) {
  const [page, setPage] = usePage();
  const commits = useQuery(pullCommitsQuery(owner, repo, { range: rangeOf(pull), page }));
  return (
    <Panel>
      <Loaded query={commits} rows={8}>
        {({ items, total }) => (
          <>
            {items.length === 0 ? (
              <NothingYet title="No commits here">{`${pull.base.ref} has all of ${pull.head.label} already.`}</NothingYet>
            ) : (
              <CommitTable owner={owner} repo={repo} label="Commits of the pull request" commits={items} />
            )}
            <Pager page={page} onPage={setPage} total={total} />
          </>
        )}
      </Loaded>
    </Panel>
  );
}
