import { Button, CopyButton, Select, TextInput } from '@mantine/core';
import { IconCopy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';

import type { Branch, ContentsEntry, Repository } from '@mosaic/contracts/gitea';

import { branchesQuery, commitsQuery, contentsQuery } from '../api/queries.ts';
import { ActorAvatar } from '../parts/actor-avatar.tsx';
import { AppLink, useGo } from '../parts/app-link.tsx';
import { ChainStrip } from '../parts/chain-strip.tsx';
import { NothingYet } from '../parts/empty.tsx';
import { Loaded } from '../parts/loaded.tsx';
import { RelativeTime } from '../parts/relative-time.tsx';
import { useRouteParams } from '../parts/route-params.ts';
import { ChangeIcon, FileIcon, FolderIcon, ICON, RepositoryIcon } from '../theme/icons.ts';
import { FileView, Readme } from './file-view.tsx';
import { readRefPath, sourcePath, type RefPath } from './ref-path.ts';
import { RepositoryFrame } from './repository-frame.tsx';
import './repository.css';

/** A folder or a file of a repository at a branch, tag or commit. */
export function RepositoryPage() {
  const { owner, repo, _splat } = useRouteParams('owner', 'repo', '_splat');
  const branches = useQuery(branchesQuery(owner, repo));
  const head = useQuery(commitsQuery(owner, repo, { sha: '', page: 1 }));
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="code" chain={<ChainStrip id={head.data?.items[0]?.sha ?? null} />} wide>
      {(repository) =>
        repository.empty ? (
          <EmptyRepository repository={repository} />
        ) : (
          <Loaded query={branches} rows={10}>
            {(list) => (
              <Source
                repository={repository}
                branches={list}
                at={readRefPath(
                  _splat,
                  list.map(({ name }) => name),
                  repository.default_branch,
                )}
              />
            )}
          </Loaded>
        )
      }
    </RepositoryFrame>
  );
}

function EmptyRepository({ repository }: { repository: Repository }) {
  return (
    <div className="panel">
      <NothingYet title="Nothing has been pushed yet" command={`git push ${repository.clone_url} HEAD:${repository.default_branch}`}>
        The first push brings its files here.
      </NothingYet>
    </div>
  );
}

function Source({ repository, branches, at }: { repository: Repository; branches: readonly Branch[]; at: RefPath }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const contents = useQuery(contentsQuery(owner, repo, { path: at.path, ref: at.ref }));
  const link = (path: string): string => sourcePath(owner, repo, { ...at, path });
  return (
    <>
      <div className="source-tools">
        <BranchSwitch owner={owner} repo={repo} branches={branches} at={at} />
        <PathCrumbs repo={repo} path={at.path} link={link} />
        <CloneAddress url={repository.clone_url} />
      </div>
      <Loaded query={contents} rows={10}>
        {(found) =>
          Array.isArray(found) ? (
            <>
              <div className="panel section-panel">
                <LastCommit owner={owner} repo={repo} at={at} />
                <Folder entries={found} path={at.path} link={link} />
              </div>
              <Readme owner={owner} repo={repo} at={at} entries={found} />
            </>
          ) : (
            <FileView owner={owner} repo={repo} at={at} entry={found} />
          )
        }
      </Loaded>
    </>
  );
}

function BranchSwitch({ owner, repo, branches, at }: { owner: string; repo: string; branches: readonly Branch[]; at: RefPath }) {
  const go = useGo();
  const names = branches.map(({ name }) => name);
  const shown = names.includes(at.ref) ? names : [at.ref, ...names];
  return (
    <Select
      aria-label="Branch"
      size="xs"
      w={200}
      data={shown}
      value={at.ref}
      searchable={shown.length > 8}
      allowDeselect={false}
      leftSection={<RepositoryIcon {...ICON} />}
      onChange={(ref) =>
        ref !== null && go(sourcePath(owner, repo, { kind: names.includes(ref) ? 'branch' : at.kind, ref, path: at.path }))
      }
    />
  );
}

function PathCrumbs({ repo, path, link }: { repo: string; path: string; link: (path: string) => string }) {
  const parts = path === '' ? [] : path.split('/');
  return (
    <nav aria-label="Path" className="path-crumbs">
      <AppLink href={link('')} className="text-link">
        {repo}
      </AppLink>
      {parts.map((part, index) => (
        <span key={parts.slice(0, index + 1).join('/')}>
          <span className="muted"> / </span>
          {index === parts.length - 1 ? (
            <strong>{part}</strong>
          ) : (
            <AppLink href={link(parts.slice(0, index + 1).join('/'))} className="text-link">
              {part}
            </AppLink>
          )}
        </span>
      ))}
    </nav>
  );
}

function CloneAddress({ url }: { url: string }) {
  return (
    <div className="clone">
      <TextInput size="xs" readOnly value={url} aria-label="Clone address" onFocus={({ currentTarget }) => currentTarget.select()} />
      <CopyButton value={`git clone ${url}`}>
        {({ copied, copy }) => (
          <Button variant="default" leftSection={<IconCopy {...ICON} />} onClick={copy}>
            {copied ? 'Copied' : 'Clone'}
          </Button>
        )}
      </CopyButton>
    </div>
  );
}

function LastCommit({ owner, repo, at }: { owner: string; repo: string; at: RefPath }) {
  const commits = useQuery(commitsQuery(owner, repo, { sha: at.ref, page: 1 }));
  const commit = commits.data?.items[0];
  return (
    <div className="last-commit">
      {commit !== undefined && (
        <>
          <ChangeIcon {...ICON} aria-hidden />
          <ActorAvatar login={commit.author?.login ?? commit.commit.author.name} />
          <AppLink href={`/${owner}/${repo}/commit/${commit.sha}`} className="plain-link truncate">
            {commit.commit.message.split('\n')[0]}
          </AppLink>
          <span className="meta need-time">
            <RelativeTime time={commit.commit.author.date} />
          </span>
        </>
      )}
    </div>
  );
}

const RANK: Record<string, number> = { dir: 0, submodule: 1 };

function Folder({ entries, path, link }: { entries: readonly ContentsEntry[]; path: string; link: (path: string) => string }) {
  const sorted = entries.toSorted((a, b) => (RANK[a.type] ?? 2) - (RANK[b.type] ?? 2) || a.name.localeCompare(b.name));
  const parent = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
  return (
    <ul className="files" aria-label="Files">
      {path !== '' && (
        <li>
          <AppLink href={link(parent)} className="file-row">
            <FolderIcon {...ICON} aria-hidden /> ..<span className="visually-hidden"> up</span>
          </AppLink>
        </li>
      )}
      {sorted.map((entry) => (
        <li key={entry.path}>
          <AppLink href={link(entry.path)} className="file-row">
            {entry.type === 'dir' ? <FolderIcon {...ICON} aria-label="folder" /> : <FileIcon {...ICON} aria-label={entry.type} />}
            <span className="truncate">{entry.name}</span>
            {entry.type === 'file' && <span className="meta figures need-time">{formatSize(entry.size)}</span>}
          </AppLink>
        </li>
      ))}
    </ul>
  );
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
