import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Commit } from '@mosaic/contracts/gitea';

import { combinedStatusQuery, commitDiffQuery, commitQuery, commitsQuery } from '../api/queries.ts';
import { historyPath, sourcePath, type ResolvedRef } from '../api/ref-path.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../parts/app-link.tsx';
import { ChainStrip } from '../parts/chain-strip.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { parseDiff } from '../parts/diff.ts';
import { DiffView } from '../parts/diff-view.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { ObjectPage, Section } from '../parts/object-page.tsx';
import { Pager, usePage } from '../parts/pager.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { StatusIcon } from '../parts/status-icon.tsx';
import { ChangeIcon } from '../theme/icons.ts';
import { NoSuchRef, useResolvedRef } from './no-such-ref.tsx';
import { RepositoryFrame } from './repository-frame.tsx';
import './home.css';

const columns: readonly Column<Commit>[] = [
  { header: 'Commit', cell: ({ commit }) => commit.message.split('\n')[0] },
  { header: 'Author', cell: ({ author, commit }) => <ActorAvatar login={author?.login ?? commit.author.name} />, width: '20%' },
  { header: 'Id', cell: ({ sha }) => <span className="mono">{sha.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'When', cell: ({ commit }) => <RelativeTime time={commit.author.date} />, width: '140px', align: 'right' },
];

/** History of a branch, tag or commit, or of one path in it, newest first. */
export function CommitsPage() {
  const { owner, repo, _splat } = useRouteParams('owner', 'repo', '_splat');
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
      <p className="meta history-of">
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
      <div className="panel section-panel">
        <Loaded query={commits} rows={12}>
          {({ items, total }) => (
            <>
              {items.length === 0 ? (
                <NothingYet title="No commits here">No commit of this ref is on this page.</NothingYet>
              ) : (
                <DataTable
                  label={`Commits of ${at.ref}`}
                  rows={items}
                  columns={columns}
                  rowKey={({ sha }) => sha}
                  rowHref={({ sha }) => pathTo(owner, repo, 'commit', sha)}
                  withKeys
                />
              )}
              <Pager page={page} onPage={setPage} total={total} />
            </>
          )}
        </Loaded>
      </div>
    </>
  );
}

/** One commit: what became of it, its checks, its changes. */
export function CommitPage() {
  const { owner, repo, sha } = useRouteParams('owner', 'repo', 'sha');
  const commit = useQuery(commitQuery(owner, repo, sha));
  return (
    <Loaded query={commit} isPage rows={14}>
      {(found) => <CommitView owner={owner} repo={repo} commit={found} />}
    </Loaded>
  );
}

function CommitView({ owner, repo, commit }: { owner: string; repo: string; commit: Commit }) {
  const [title = '', ...body] = commit.commit.message.split('\n');
  const text = body.join('\n').trim();
  return (
    <ObjectPage
      title={title}
      icon={ChangeIcon}
      wide
      crumbs={[
        { label: owner, href: pathTo(owner) },
        { label: repo, href: pathTo(owner, repo) },
      ]}
      status={
        <>
          <ActorAvatar login={commit.author?.login ?? commit.commit.author.name} />
          <RelativeTime time={commit.commit.author.date} />
          <span className="mono">{commit.sha.slice(0, 10)}</span>
          {commit.parents.map(({ sha }) => (
            <span key={sha}>
              parent{' '}
              <AppLink href={pathTo(owner, repo, 'commit', sha)} className="text-link mono">
                {sha.slice(0, 10)}
              </AppLink>
            </span>
          ))}
        </>
      }
      actions={
        <Button component={AppLink} className="button-link" variant="default" href={pathTo(owner, repo, 'src', 'commit', commit.sha)}>
          Files at this commit
        </Button>
      }
      chain={<ChainStrip id={commit.sha} present="change" />}
    >
      {text !== '' && <pre className="commit-text">{text}</pre>}
      <Checks owner={owner} repo={repo} sha={commit.sha} />
      <Changes owner={owner} repo={repo} sha={commit.sha} />
    </ObjectPage>
  );
}

function Checks({ owner, repo, sha }: { owner: string; repo: string; sha: string }) {
  const checks = useQuery(combinedStatusQuery(owner, repo, sha)).data?.statuses ?? [];
  if (checks.length === 0) return null;
  return (
    <Section title="Checks">
      <ul className="rows">
        {checks.map(({ id, context, status, description, target_url }) => (
          <li key={id} className="need-row">
            <StatusIcon status={status} />
            {target_url === '' ? (
              <span>{context}</span>
            ) : (
              <AppLink href={target_url} className="text-link">
                {context}
              </AppLink>
            )}
            <span className="muted truncate">{description}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Changes({ owner, repo, sha }: { owner: string; repo: string; sha: string }) {
  const diff = useQuery({ ...commitDiffQuery(owner, repo, sha), select: parseDiff });
  return (
    <Loaded query={diff} rows={8}>
      {(files) => (
        <Section title={`${files.length} changed ${files.length === 1 ? 'file' : 'files'}`} bare>
          <DiffView files={files} />
        </Section>
      )}
    </Loaded>
  );
}
