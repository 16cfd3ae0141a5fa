import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { MissingError } from '../../../api/failure.ts';
import { Forward, pathTo, useGo } from '../../../parts/app-link.tsx';
import { ChainStrip } from '../../../parts/chain/chain-strip.tsx';
import { FailureView, Loaded, SkeletonRows } from '../../../parts/loaded.tsx';
import { ObjectPage, type ObjectPageProps } from '../../../parts/object-page.tsx';
import { PullRequestIcon } from '../../../theme/icons.ts';
import { issueQuery } from '../../issues/queries.ts';
import { repositoryQuery } from '../../repositories/queries.ts';
import { pullQuery } from '../queries.ts';
import { Branches } from './branches.tsx';
import { pullCrumbs } from './pull-crumbs.ts';
import { PullState } from '../../../parts/status/pull-state.tsx';

export interface PullPlace {
  owner: string;
  repo: string;
  number: number;
}

type PullTab = 'conversation' | 'commits' | 'files';

interface PullFrameProps extends PullPlace {
  tab: PullTab;
  /** What a tab adds to the frame. */
  extras?: (pull: PullRequest, repository: Repository) => Pick<ObjectPageProps, 'actions' | 'rail'>;
  children: (pull: PullRequest, repository: Repository) => ReactNode;
}

/** Header and tabs that every page of a pull request has; an issue of that number has a page of its own. */
export function PullFrame({ owner, repo, number, tab, extras = () => ({}), children }: PullFrameProps) {
  const pull = useQuery(pullQuery(owner, repo, number));
  const repository = useQuery(repositoryQuery(owner, repo));
  if (pull.error instanceof MissingError && pull.data === undefined)
    return <ElseIssue owner={owner} repo={repo} number={number} error={pull.error} />;
  return (
    <Loaded query={pull} isPage rows={12}>
      {(found) => (
        <Loaded query={repository} isPage rows={12}>
          {(its) => (
            <PullHead owner={owner} repo={repo} tab={tab} pull={found} {...extras(found, its)}>
              {children(found, its)}
            </PullHead>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

interface PullHeadProps extends Pick<ObjectPageProps, 'actions' | 'rail' | 'children'> {
  owner: string;
  repo: string;
  tab: PullTab;
  pull: PullRequest;
}

function PullHead({ owner, repo, tab, pull, ...rest }: PullHeadProps) {
  const go = useGo();
  const base = pathTo(owner, repo, 'pulls', pull.number);
  return (
    <ObjectPage
      title={`#${pull.number} ${pull.title}`}
      icon={PullRequestIcon}
      crumbs={pullCrumbs(owner, repo)}
      status={
        <>
          <PullState pull={pull} />
          <Branches owner={owner} repo={repo} pull={pull} />
        </>
      }
      chain={<ChainStrip id={pull.merge_commit_sha || pull.head.sha} present="pull_request" pullHref={base} />}
      tabs={{
        value: tab,
        onChange: (value) => go(value === 'conversation' ? base : `${base}/${value}`),
        list: [
          { value: 'conversation', label: 'Conversation', count: pull.comments },
          { value: 'commits', label: 'Commits' },
          { value: 'files', label: 'Files', count: pull.changed_files ?? 0 },
        ],
      }}
      wide={tab !== 'conversation'}
      {...rest}
    />
  );
}

/** A number that is no pull request's may be an issue's. */
function ElseIssue({ owner, repo, number, error }: PullPlace & { error: MissingError }) {
  const issue = useQuery(issueQuery(owner, repo, number));
  if (issue.data !== undefined && !issue.data.pull_request) return <Forward href={pathTo(owner, repo, 'issues', number)} />;
  if (issue.isPending) return <SkeletonRows rows={12} />;
  return (
    <ObjectPage title={`Pull request #${number}`} icon={PullRequestIcon} crumbs={pullCrumbs(owner, repo)}>
      <FailureView error={error} onRetry={() => issue.refetch()} />
    </ObjectPage>
  );
}
