import { Button, Group } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Commit } from '@mosaic/contracts/gitea';
import { expectOk } from '@mosaic/contracts/wire';

import { forgeSend } from '../api/clients.ts';
import { branchesQuery, combinedStatusQuery, commitQuery, commitsQuery } from '../api/queries.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink, pathTo, useSearchParam } from '../parts/app-link.tsx';
import { ChainStrip } from '../parts/chain-strip.tsx';
import { DataTable, type Column } from '../parts/data-table.tsx';
import { parseDiff } from '../parts/diff.ts';
import { DiffView } from '../parts/diff-view.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { ObjectPage, Section } from '../parts/object-page.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { StatusIcon } from '../parts/status-icon.tsx';
import { ChangeIcon } from '../theme/icons.ts';
import { readRefPath } from './ref-path.ts';
import { RepositoryFrame } from './repository-frame.tsx';
import './home.css';

const columns: readonly Column<Commit>[] = [
  { header: 'Commit', cell: ({ commit }) => commit.message.split('\n')[0] },
  { header: 'Author', cell: ({ author, commit }) => <ActorAvatar login={author?.login ?? commit.author.name} />, width: '20%' },
  { header: 'Id', cell: ({ sha }) => <span className="mono">{sha.slice(0, 10)}</span>, width: '120px', phone: 'none' },
  { header: 'When', cell: ({ commit }) => <RelativeTime time={commit.author.date} />, width: '140px', align: 'right' },
];

const PAGE = 50;

/** History of a branch, newest first. */
export function CommitsPage() {
  const { owner, repo, _splat } = useRouteParams('owner', 'repo', '_splat');
  const [page, setPage] = useSearchParam('page', '1');
  const branches = useQuery(branchesQuery(owner, repo));
  const { ref } = readRefPath(_splat, branches.data?.map(({ name }) => name) ?? [], '');
  const commits = useQuery({ ...commitsQuery(owner, repo, { sha: ref, page: Number(page) }), enabled: branches.data !== undefined });
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="commits" wide>
      {() => (
        <>
          <div className="panel section-panel">
            <Loaded query={commits} rows={12}>
              {({ items }) =>
                items.length === 0 ? (
                  <NothingYet title="No commits yet">The first push brings them.</NothingYet>
                ) : (
                  <DataTable
                    label={`Commits of ${ref}`}
                    rows={items}
                    columns={columns}
                    rowKey={({ sha }) => sha}
                    rowHref={({ sha }) => pathTo(owner, repo, 'commit', sha)}
                    withKeys
                  />
                )
              }
            </Loaded>
          </div>
          {(commits.data?.total ?? 0) > PAGE && (
            <Group justify="center">
              <Button variant="default" disabled={page === '1'} onClick={() => setPage(String(Number(page) - 1))}>
                Newer
              </Button>
              <Button
                variant="default"
                disabled={Number(page) * PAGE >= (commits.data?.total ?? 0)}
                onClick={() => setPage(String(Number(page) + 1))}
              >
                Older
              </Button>
            </Group>
          )}
        </>
      )}
    </RepositoryFrame>
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
  const diff = useQuery({
    queryKey: ['diff', owner, repo, sha],
    // Gitea's contract: the commit's patch as text under the ending .diff.
    queryFn: async () =>
      parseDiff(
        await (
          await expectOk(forgeSend, { method: 'GET', path: `/api/v1${pathTo('repos', owner, repo, 'git', 'commits', `${sha}.diff`)}` })
        ).text(),
      ),
    staleTime: Infinity,
  });
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
