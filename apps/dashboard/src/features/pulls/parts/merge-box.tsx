import { useMutation, useQuery } from '@tanstack/react-query';

import { type CombinedStatus, type PullRequest, type Repository, repoMergePullRequest } from '@mosaic/contracts/gitea';

import { forge } from '../../../api/clients.ts';
import { useHappened } from '../../../live/stale-keys.ts';
import { MutationProblem } from '../../../parts/loaded.tsx';
import { Section } from '../../../parts/object-page.tsx';
import { StatusIcon } from '../../../parts/status/status-icon.tsx';
import { stateView } from '../../../parts/status/state-words.ts';
import { combinedStatusQuery } from '../../commits/queries.ts';
import { mergeStandingQuery } from '../change-queries.ts';
import { DeleteBranch } from './delete-branch.tsx';
import { MergeChoice, type MergeWish } from './merge-choice.tsx';
import { MergeReason } from './merge-reason.tsx';
import { isBehind } from '../queries.ts';
import { hasBranch, mergeStateOf } from './pull-facts.ts';
import { usePullRights } from './pull-rights.ts';
import { ScheduledMerge } from './scheduled-merge.tsx';
import { UnmetConditions } from './unmet-conditions.tsx';
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
    mutationFn: ({ style, deletesBranch, words, isForced, waits }: MergeWish) =>
      forge.call(repoMergePullRequest, {
        owner,
        repo,
        index: pull.number,
        body: {
          Do: style,
          ...(isForced ? { force_merge: true } : {}),
          ...(waits ? { merge_when_checks_succeed: true } : {}),
          head_commit_id: pull.head.sha,
          delete_branch_after_merge: deletesBranch,
          ...(words === null ? {} : { MergeTitleField: words.title, MergeMessageField: words.body }),
        },
      }),
    onSettled: (_answer, _error, { waits }) =>
      happened(waits ? 'dev.mosaic.pull_request.merge_scheduled' : 'dev.mosaic.pull_request.merged', about),
  });
  const isOpen = pull.state === 'open';
  const checks = useQuery(combinedStatusQuery(owner, repo, pull.head.sha)).data?.statuses ?? [];
  const standing = useQuery({ ...mergeStandingQuery(owner, repo, pull.number), enabled: isOpen }).data ?? null;
  const isUnmet = (standing?.unmet.length ?? 0) > 0;
  const merging = mergeStateOf(pull);
  const state = merging === 'ready' && isUnmet ? 'held' : merging;
  const mayMerge = mayPush && (standing?.mayMerge ?? true);
  return (
    <Section title="Merge">
      <div className={css['box']}>
        <div className={css['line']} role="status">
          <StatusIcon of="merge" status={state} />
        </div>
        <MergeReason owner={owner} repo={repo} pull={pull} state={state} />
        {isOpen && <CheckHint checks={checks} />}
        {isOpen && standing !== null && <UnmetConditions standing={standing} base={pull.base.ref} mayPush={mayPush} />}
        {isOpen && standing?.scheduled && <ScheduledMerge owner={owner} repo={repo} number={pull.number} scheduled={standing.scheduled} />}
        {isBehind(pull) && <UpdateBranch owner={owner} repo={repo} pull={pull} mayPush={mayPush} />}
        {isOpen && !mayPush && <p className="muted">Who may write to {repository.full_name} can merge it; you may read and comment.</p>}
        {(merging === 'ready' || merging === 'undecided') && mayMerge && (
          <MergeChoice
            owner={owner}
            repo={repo}
            pull={pull}
            repository={repository}
            isUnmet={isUnmet}
            mayForce={standing?.mayForce === true}
            mayWait={standing !== null && standing.scheduled === null && checks.some((check) => stateOf(check) !== 'ok')}
            isPending={merge.isPending}
            onMerge={merge.mutate}
          />
        )}
        <MutationProblem title="It was not merged" error={merge.error} />
        {pull.merged && mayPush && hasBranch(pull) && pull.head.ref !== repository.default_branch && (
          <DeleteBranch owner={owner} repo={repo} branch={pull.head.ref} />
        )}
      </div>
    </Section>
  );
}

type Checks = CombinedStatus['statuses'];

const stateOf = ({ status }: Checks[number]) => stateView('check', status).state;

/** Checks that are not green hinder nobody whom no rule stops; they are told. */
function CheckHint({ checks }: { checks: Checks }) {
  const red = checks.filter((check) => stateOf(check) === 'failed').length;
  const waiting = checks.filter((check) => stateOf(check) === 'waiting').length;
  if (red === 0 && waiting === 0) return null;
  const words = [...(red > 0 ? [`${red} failed`] : []), ...(waiting > 0 ? [`${waiting} not over yet`] : [])].join(', ');
  return <p>{`Of ${checks.length} ${checks.length === 1 ? 'check' : 'checks'}: ${words}.`}</p>;
}
