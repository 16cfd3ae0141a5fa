import { Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { ContentsEntry, Repository } from '@mosaic/contracts/gitea';

import { historyPath, type ResolvedRef, sourcePath } from '../../api/ref-path.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { Loaded } from '../../parts/loaded.tsx';
import { Panel } from '../../parts/panel.tsx';
import { CloneAddress } from '../../parts/repository/clone-address.tsx';
import { CommitText } from '../../parts/repository/commit-text.tsx';
import { NoSuchRef, useResolvedRef } from '../../parts/repository/no-such-ref.tsx';
import { RefSwitch } from '../../parts/repository/ref-switch.tsx';
import { RepositoryFrame } from '../../parts/repository/repository-frame.tsx';
import { SourceTools } from '../../parts/repository/source-tools.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { ChangeIcon, FileIcon, FolderIcon, ICON, SubmoduleIcon } from '../../theme/icons.ts';
import { commitsQuery } from '../commits/queries.ts';
import { tagQuery } from '../refs/queries.ts';
import { FileView, Readme } from './parts/file-view.tsx';
import { RecentPush } from './parts/recent-push.tsx';
import { submodulePage } from './parts/submodule-page.ts';
import { SyncFork } from './parts/sync-fork.tsx';
import { contentsQuery } from './queries.ts';
import css from './page.module.css';

/** A folder or a file of a repository at a branch, tag or commit. */
export function RepositoryPage({ owner, repo, _splat = '' }: { owner: string; repo: string; _splat?: string }) {
  const at = useResolvedRef(owner, repo, _splat);
  return (
    <RepositoryFrame owner={owner} repo={repo} tab="code" chain={<ChainStrip id={at.data?.sha ?? null} />} wide>
      {(repository) => (
        <Loaded query={at} rows={10}>
          {(found) =>
            found === null ? <NoSuchRef repository={repository} splat={_splat} /> : <Source repository={repository} at={found} />
          }
        </Loaded>
      )}
    </RepositoryFrame>
  );
}

function Source({ repository, at }: { repository: Repository; at: ResolvedRef }) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const contents = useQuery(contentsQuery(owner, repo, { path: at.path, ref: at.sha }));
  const link = (path: string): string => sourcePath(owner, repo, { ...at, path });
  return (
    <>
      <SourceTools>
        <RefSwitch owner={owner} repo={repo} at={at} />
        <PathCrumbs repo={repo} path={at.path} link={link} />
        <CloneAddress url={repository.clone_url} />
      </SourceTools>
      {at.path === '' && <RecentPush repository={repository} />}
      {at.path === '' && at.kind === 'branch' && <SyncFork repository={repository} at={at} />}
      {at.kind === 'tag' && at.path === '' && <TagMessage owner={owner} repo={repo} tag={at.ref} />}
      <Loaded query={contents} rows={10}>
        {(found) =>
          Array.isArray(found) ? (
            <>
              <Panel>
                <LastCommit owner={owner} repo={repo} at={at} />
                <Folder repository={repository} entries={found} at={at} link={link} />
              </Panel>
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

/** What an annotated tag says; others say nothing. */
function TagMessage({ owner, repo, tag }: { owner: string; repo: string; tag: string }) {
  const message = useQuery(tagQuery(owner, repo, tag)).data?.message.trim() ?? '';
  return message === '' ? null : <CommitText text={message} />;
}

function PathCrumbs({ repo, path, link }: { repo: string; path: string; link: (path: string) => string }) {
  const parts = path === '' ? [] : path.split('/');
  return (
    <nav aria-label="Path" className={css['path-crumbs']}>
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

function LastCommit({ owner, repo, at }: { owner: string; repo: string; at: ResolvedRef }) {
  const commits = useQuery(commitsQuery(owner, repo, { sha: at.sha, page: 1, ...(at.path === '' ? {} : { path: at.path }) }));
  const commit = commits.data?.items[0];
  const total = commits.data?.total ?? 0;
  return (
    <div className={css['last-commit']}>
      {commit !== undefined && (
        <>
          <ChangeIcon {...ICON} aria-hidden />
          <ActorAvatar login={commit.author?.login ?? commit.commit.author.name} />
          <AppLink href={`/${owner}/${repo}/commit/${commit.sha}`} className="plain-link truncate">
            {commit.commit.message.split('\n')[0]}
          </AppLink>
          <span className={`meta ${css['end']}`}>
            <RelativeTime time={commit.commit.author.date} />
          </span>
          <AppLink href={historyPath(owner, repo, at)} className={`text-link meta ${css['history-link']}`}>
            {total === 1 ? '1 commit' : `${total.toLocaleString('en')} commits`}
          </AppLink>
        </>
      )}
    </div>
  );
}

const RANK: Record<string, number> = { dir: 0, submodule: 1 };
/** Entries that are drawn at once; a folder of 50,000 would make the page stand still. */
const ENTRIES = 500;

interface FolderProps {
  repository: Repository;
  entries: readonly ContentsEntry[];
  at: ResolvedRef;
  link: (path: string) => string;
}

function Folder({ repository, entries, at, link }: FolderProps) {
  const [most, setMost] = useState(ENTRIES);
  const sorted = useMemo(() => {
    const names = new Intl.Collator();
    return entries.toSorted((a, b) => (RANK[a.type] ?? 2) - (RANK[b.type] ?? 2) || names.compare(a.name, b.name));
  }, [entries]);
  const parent = at.path.includes('/') ? at.path.slice(0, at.path.lastIndexOf('/')) : '';
  return (
    <>
      <ul className={css['files']} aria-label="Files">
        {at.path !== '' && (
          <li>
            <AppLink href={link(parent)} className={css['file-row']}>
              <FolderIcon {...ICON} aria-hidden /> ..<span className="visually-hidden"> up</span>
            </AppLink>
          </li>
        )}
        {sorted.slice(0, most).map((entry) => (
          <li key={entry.path}>
            {entry.type === 'submodule' ? (
              <Submodule repository={repository} entry={entry} />
            ) : (
              <AppLink href={link(entry.path)} className={css['file-row']}>
                {entry.type === 'dir' ? <FolderIcon {...ICON} aria-label="folder" /> : <FileIcon {...ICON} aria-label={entry.type} />}
                <span className="truncate">{entry.name}</span>
                {entry.type === 'file' && <span className={`meta figures ${css['end']}`}>{formatSize(entry.size)}</span>}
              </AppLink>
            )}
          </li>
        ))}
      </ul>
      {sorted.length > most && (
        <Group justify="center" p="sm" gap="sm">
          <Text size="xs" c="dimmed" className="figures">
            {`${most.toLocaleString('en')} of ${sorted.length.toLocaleString('en')} entries`}
          </Text>
          <Button variant="default" onClick={() => setMost(most + ENTRIES)}>
            Show more
          </Button>
        </Group>
      )}
    </>
  );
}

/** A commit of another repository in place of a folder; it leads there when `.gitmodules` names an address with pages. */
function Submodule({ repository, entry }: { repository: Repository; entry: ContentsEntry }) {
  const url = entry.submodule_git_url ?? null;
  const page = url === null ? null : submodulePage(url, { cloneUrl: repository.clone_url, sha: entry.sha });
  const words = (
    <>
      <SubmoduleIcon {...ICON} aria-label="submodule" />
      <span className="truncate">
        {entry.name} <span className="muted mono">@ {entry.sha.slice(0, 10)}</span>
      </span>
      {url !== null && <span className={`meta ${css['end']} truncate`}>{url}</span>}
    </>
  );
  return page === null ? (
    <span className={css['file-row']}>{words}</span>
  ) : (
    <AppLink href={page} className={css['file-row']}>
      {words}
    </AppLink>
  );
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
