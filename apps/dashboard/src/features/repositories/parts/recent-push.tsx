import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';

import type { Repository } from '@mosaic/contracts/gitea';

import { newPullPath } from '../../../api/ref-path.ts';
import { AppLink } from '../../../parts/app-link.tsx';
import { betweenQuery } from '../../../parts/repository/between-query.ts';
import { parentOf } from '../../../parts/repository/parent-of.ts';
import { RelativeTime } from '../../../parts/time/relative-time.tsx';
import { PullRequestIcon, ICON } from '../../../theme/icons.ts';
import { recentPushesQuery } from './recent-pushes-query.ts';
import { useSession } from '../../session/queries.ts';
import css from './recent-push.module.css';

/** Of a branch that one has just pushed and of which there is no pull request: the way to one. */
export function RecentPush({ repository }: { repository: Repository }) {
  const { login } = useSession().principal;
  const { full_name, default_branch, has_pull_requests, archived } = repository;
  const pushes = useQuery({ ...recentPushesQuery(full_name), enabled: has_pull_requests && !archived });
  const mine = pushes.data?.find(({ branch, actor }) => actor === login && branch !== default_branch);
  return mine === undefined ? null : <Hint repository={repository} push={mine} />;
}

interface HintProps {
  repository: Repository;
  push: { branch: string; sha: string; time: number };
}

function Hint({ repository, push: { branch, sha, time } }: HintProps) {
  // What is pushed to a fork is meant for its parent, as a rule.
  const parent = parentOf(repository);
  const into = parent?.has_pull_requests === true && !parent.archived ? parent : repository;
  const [owner, repo] = [into.owner.login, into.name];
  const head = into === repository ? branch : `${repository.full_name}:${branch}`;
  const between = useQuery(betweenQuery(owner, repo, { base: into.default_branch, head }));
  const known = between.data ?? null;
  // One that is merged says nothing of what was pushed after it.
  if (between.isPending || known?.state === 'open' || known?.head.sha === sha) return null;
  return (
    <div className={`panel ${css['hint']}`} role="status">
      <PullRequestIcon {...ICON} aria-hidden />
      <span>
        You pushed <strong className="mono">{branch}</strong> <RelativeTime time={time} />
      </span>
      <Button component={AppLink} className={`button-link ${css['end']}`} variant="default" href={newPullPath(owner, repo, head)}>
        Open a pull request
      </Button>
    </div>
  );
}
