import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { IconGitFork } from '@tabler/icons-react';

import { repoMergeUpstream, type Repository } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { newPullPath, type ResolvedRef } from '../../../api/ref-path.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { AppLink } from '../../../parts/app-link.tsx';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { divergenceQuery } from '../../../parts/repository/divergence-query.ts';
import { parentOf } from '../../../parts/repository/parent-of.ts';
import { ICON } from '../../../theme/icons.ts';
import { refQuery } from '../../refs/queries.ts';
import css from './sync-fork.module.css';

/** Of a fork's branch: how far it is from its parent's, and the way to bring what is new there. */
export function SyncFork({ repository, at }: { repository: Repository; at: ResolvedRef }) {
  const parent = parentOf(repository);
  return parent === null ? null : <Upstream repository={repository} parent={parent} at={at} />;
}

interface UpstreamProps {
  repository: Repository;
  parent: Repository;
  at: ResolvedRef;
}

function Upstream({ repository, parent, at }: UpstreamProps) {
  const [owner, repo] = [repository.owner.login, repository.name];
  const same = useQuery(refQuery(parent.owner.login, parent.name, `branch/${at.ref}`, ''));
  // As the merge itself does where the parent has no branch of this name.
  const usual = useQuery({ ...refQuery(parent.owner.login, parent.name, '', parent.default_branch), enabled: same.data === null });
  const from = same.data ?? usual.data ?? null;
  const head = `${parent.full_name}:${from?.ref ?? ''}`;
  const isNew = from !== null && from.sha !== at.sha;
  const parted = useQuery({ ...divergenceQuery(owner, repo, { base: at.ref, head, headId: from?.sha ?? '' }), enabled: isNew });
  if (!isNew || !parted.data) return null;
  const { ahead: missing, behind: own, merge } = parted.data;
  const words = [...(missing > 0 ? [`${commits(missing)} behind`] : []), ...(own > 0 ? [`${commits(own)} ahead of`] : [])];
  const mayPush = repository.permissions?.push === true && !repository.archived;
  return (
    <div className={`panel ${css['hint']}`} role="status">
      <IconGitFork {...ICON} aria-hidden />
      <span>
        This branch is {words.join(' and ')} <strong className="mono">{head}</strong>
        {merge === 'conflict' && '; both changed the same lines, which is to be settled with git'}
        {merge === 'unrelated' && '; the two have no commit in common'}.
      </span>
      <span className={css['end']}>
        {own > 0 && parent.has_pull_requests && !parent.archived && (
          <AppLink className="text-link" href={newPullPath(parent.owner.login, parent.name, `${repository.full_name}:${at.ref}`)}>
            Open a pull request
          </AppLink>
        )}
        {missing > 0 && mayPush && (merge === 'clean' || merge === 'nothing') && <SyncButton repository={repository} branch={at.ref} />}
      </span>
    </div>
  );
}

function commits(count: number): string {
  return count === 1 ? '1 commit' : `${count.toLocaleString('en')} commits`;
}

function SyncButton({ repository, branch }: { repository: Repository; branch: string }) {
  const happened = useHappened();
  const [owner, repo] = [repository.owner.login, repository.name];
  const sync = useMutation({
    mutationFn: () => forge.call(repoMergeUpstream, { owner, repo, body: { branch } }),
    onSettled: () => happened('dev.mosaic.ref.updated', { repository: repository.full_name }),
  });
  return (
    <>
      <Button variant="default" loading={sync.isPending} onClick={() => sync.mutate()}>
        Sync fork
      </Button>
      <MutationProblem title="The fork was not brought up to date" error={sync.error} />
    </>
  );
}
