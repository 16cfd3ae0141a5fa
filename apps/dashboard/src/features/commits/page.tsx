import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Commit } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../../parts/app-link.tsx';
import { ChainStrip } from '../../parts/chain/chain-strip.tsx';
import { DiffView } from '../../parts/diff/diff-view.tsx';
import { parseDiff } from '../../parts/diff/diff.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { ObjectPage, Section } from '../../parts/object-page.tsx';
import { Checks } from '../../parts/repository/checks.tsx';
import { CommitText } from '../../parts/repository/commit-text.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { ChangeIcon } from '../../theme/icons.ts';
import { commitDiffQuery, commitQuery } from './queries.ts';

/** One commit: what became of it, its checks, its changes. */
export function CommitPage({ owner, repo, sha }: { owner: string; repo: string; sha: string }) {
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
      {text !== '' && <CommitText text={text} />}
      <Checks owner={owner} repo={repo} sha={commit.sha} />
      <Changes owner={owner} repo={repo} sha={commit.sha} />
    </ObjectPage>
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
