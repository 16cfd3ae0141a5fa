import type { PullRequest } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../../parts/actor-avatar.tsx';
import { AppLink, pathTo } from '../../../parts/app-link.tsx';
import type { MergeState } from '../../../parts/status/state-words.ts';
import { RelativeTime } from '../../../parts/time/relative-time.tsx';
import css from './merge-box.module.css';
import { headName } from './pull-facts.ts';

interface MergeReasonProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  state: MergeState;
}

/** By whom it was merged, or what is in the way and what to do about it. */
export function MergeReason({ owner, repo, pull, state }: MergeReasonProps) {
  switch (state) {
    case 'merged':
      return <MergedBy owner={owner} repo={repo} pull={pull} />;
    case 'closed':
      return <p className="muted">{pull.closed_at ? <RelativeTime time={pull.closed_at} /> : 'Closed'}; opened again, it can be merged.</p>;
    case 'draft':
      return (
        <>
          <p className="muted">Its title says that it is not ready: without “WIP:” before it, it can be merged.</p>
          <Conflicts pull={pull} />
        </>
      );
    case 'conflicts':
      return <Conflicts pull={pull} />;
    case 'undecided':
    case 'held':
    case 'ready':
      return null;
  }
}

function MergedBy({ owner, repo, pull: { merged_by, merged_at, merge_commit_sha, base } }: Omit<MergeReasonProps, 'state'>) {
  return (
    <div className={css['line']}>
      <span>By</span>
      <ActorAvatar login={merged_by?.login ?? 'unknown'} />
      {merged_at && <RelativeTime time={merged_at} />}
      <span>into {base.ref}</span>
      {merge_commit_sha && (
        <AppLink href={pathTo(owner, repo, 'commit', merge_commit_sha)} className="text-link mono">
          {merge_commit_sha.slice(0, 10)}
        </AppLink>
      )}
    </div>
  );
}

/** Names of conflicting files that are shown; who has more looks with git. */
const NAMES = 20;

function Conflicts({ pull }: { pull: PullRequest }) {
  const { conflicted_files = [], base } = pull;
  if (conflicted_files.length === 0) return null;
  return (
    <>
      <p>
        Both sides changed the same lines. Merge {base.ref} into {headName(pull)} with git, settle them there and push:
      </p>
      <ul className={css['conflicts']} aria-label="Files with conflicts">
        {conflicted_files.slice(0, NAMES).map((name) => (
          <li key={name} className="mono">
            {name}
          </li>
        ))}
        {conflicted_files.length > NAMES && <li>{`and ${conflicted_files.length - NAMES} more`}</li>}
      </ul>
    </>
  );
}
