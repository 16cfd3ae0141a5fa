import { useQuery } from '@tanstack/react-query';

import { historyPath, type ResolvedRef, sourcePath } from '../../api/ref-path.ts';
import { AppLink } from '../../parts/app-link.tsx';
import { NothingYet } from '../../parts/empty.tsx';
import { CommitTable } from '../../parts/lists/commit-table.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { NoSuchRef, useResolvedRef } from '../../parts/repository/no-such-ref.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { Pager, usePage } from '../../parts/table/pager.tsx';
import { commitsQuery } from './queries.ts';
import css from './list-page.module.css';

/** History of a branch, tag or commit, or of one path in it, newest first. */
export function CommitsPage({ owner, repo, _splat }: { owner: string; repo: string; _splat: string }) {
  const at = useResolvedRef(owner, repo, _splat);
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="commits" wide>
      {(repository) => (
        <Loaded query={at} rows={12}>
          {(found) =>
            found === null ? <NoSuchRef repository={repository} splat={_splat} /> : <History owner={owner} repo={repo} at={found} />
          }
        </Loaded>
      )}
    </RepositoryFrame>
  );
}

function History({ owner, repo, at }: { owner: string; repo: string; at: ResolvedRef }) {
  const [page, setPage] = usePage();
  const commits = useQuery(commitsQuery(owner, repo, { sha: at.sha, page, ...(at.path === '' ? {} : { path: at.path }) }));
  return (
    <>
      <p className={`meta ${css['history-of']}`}>
        Of {at.kind}{' '}
        <AppLink href={historyPath(owner, repo, { ...at, path: '' })} className="text-link">
          {at.ref}
        </AppLink>
        {at.path !== '' && (
          <>
            , changes of{' '}
            <AppLink href={sourcePath(owner, repo, at)} className="text-link">
              {at.path}
            </AppLink>
          </>
        )}
      </p>
      <Panel>
        <Loaded query={commits} rows={12}>
          {({ items, total }) => (
            <>
              {items.length === 0 ? (
                <NothingYet title="No commits here">No commit of this ref is on this page.</NothingYet>
              ) : (
                <CommitTable owner={owner} repo={repo} label={`Commits of ${at.ref}`} commits={items} />
              )}
              <Pager page={page} onPage={setPage} total={total} />
            </>
          )}
        </Loaded>
      </Panel>
    </>
  );
}
