import { useMutation, useQuery } from '@tanstack/react-query';

import { type PullRequest, type Repository, repoMergePullRequest } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { StatusIcon } from '../../../parts/status/status-icon.tsx';
import { stateView } from '../../../parts/status/state-words.ts';
import { combinedStatusQuery } from '../../commits/queries.ts';
import { DeleteBranch } from './delete-branch.tsx';
import { MergeChoice, type MergeWish } from './merge-choice.tsx';
import { MergeReason } from './merge-reason.tsx';
import { isBehind } from '../queries.ts';
import { hasBranch, mergeStateOf } from './pull-facts.ts';
import { usePullRights } from './pull-rights.ts';
import { UpdateBranch } from './update-branch.tsx';
import css from './merge-box.module.css';

interface MergeBoxProps {
  owner: string;
  repo: string;
  pull: PullRequest;
  repository: Repository;
}

/** Says whether a pull request can be merged, and why not; merges it. What was refused stays until the next try, whatever came of it. */
export function MergeBox({ owner, repo, pull, repository }: MergeBoxProps) {
  const happened = useHappened();
  const { mayPush } = usePullRights(pull, repository);
  const about = { repository: `${owner}/${repo}`, number: pull.number };
  const merge = useMutation({
    // The head as it is shown: what was pushed meanwhile is looked at first.
    mutationFn: ({ style, deletesBranch, words }: MergeWish) =>
      forge.call(repoMergePullRequest, {
        owner,
        repo,
        index: pull.number,
        body: {
          Do: style,
          head_commit_id: pull.head.sha,
          delete_branch_after_merge: deletesBranch,
          ...(words === null ? {} : { MergeTitleField: words.title, MergeMessageField: words.body }),
        },
      }),
    onSettled: () => happened('dev.mosaic.pull_request.merged', about),
  });
  const state = mergeStateOf(pull);
  return (
    <Section title="Merge">
      <div className={css['box']}>
        <div className={css['line']} role="status">
          <StatusIcon of="merge" status={state} />
        </div>
        <MergeReason owner={owner} repo={repo} pull={pull} state={state} />
        {pull.state === 'open' && <CheckHint owner={owner} repo={repo} sha={pull.head.sha} />}
        {isBehind(pull) && <UpdateBranch owner={owner} repo={repo} pull={pull} mayPush={mayPush} />}
        {pull.state === 'open' && !mayPush && (
          <p className="muted">Who may write to {repository.full_name} can merge it; you may read and comment.</p>
        )}
        {(state === 'ready' || state === 'undecided') && mayPush && (
          <MergeChoice owner={owner} repo={repo} pull={pull} repository={repository} isPending={merge.isPending} onMerge={merge.mutate} />
        )}
        <MutationProblem title="It was not merged" error={merge.error} />
        {pull.merged && mayPush && hasBranch(pull) && pull.head.ref !== repository.default_branch && (
          <DeleteBranch owner={owner} repo={repo} branch={pull.head.ref} />
        )}
      </div>
    </Section>
  );
}

/** Checks that are not green hinder nobody; they are told. */
function CheckHint({ owner, repo, sha }: { owner: string; repo: string; sha: string }) {
  const checks = useQuery(combinedStatusQuery(owner, repo, sha)).data?.statuses ?? [];
  const red = checks.filter(({ status }) => stateView('check', status).state === 'failed').length;
  const waiting = checks.filter(({ status }) => stateView('check', status).state === 'waiting').length;
  if (red === 0 && waiting === 0) return null;
  const words = [...(red > 0 ? [`${red} failed`] : []), ...(waiting > 0 ? [`${waiting} not over yet`] : [])].join(', ');
  return <p>{`Of ${checks.length} ${checks.length === 1 ? 'check' : 'checks'}: ${words}.`}</p>;
}
