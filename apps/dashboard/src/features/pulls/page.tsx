import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';

import { type PullRequest, type Repository, repoEditPullRequest } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { Conversation } from '../../parts/conversation/posts.tsx';
import { Reply } from '../../parts/conversation/reply.tsx';
import { MutationProblem } from '../../parts/loaded.tsx';
import { Checks } from '../../parts/repository/checks.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { EditPull } from './parts/edit-pull.tsx';
import { MergeBox } from './parts/merge-box.tsx';
import { readyTitle } from './parts/pull-facts.ts';
import { PullFrame, type PullPlace } from './parts/pull-frame.tsx';
import { usePullRights } from './parts/pull-rights.ts';

/** One pull request: what it is for, what is said of it, whether it can be merged. */
export function PullPage(place: PullPlace) {
  return (
    <PullFrame {...place} tab="conversation" extras={(pull) => ({ rail: railOf(pull) })}>
      {(pull, repository) => <PullConversation {...place} pull={pull} repository={repository} />}
    </PullFrame>
  );
}

function railOf({ labels, user, created_at, updated_at, additions, deletions }: PullRequest) {
  return [
    { label: 'Labels', value: labels.length === 0 ? 'none' : labels.map(({ name }) => name).join(', ') },
    { label: 'Opened by', value: <ActorAvatar login={user.login} /> },
    { label: 'Opened', value: <RelativeTime time={created_at} /> },
    { label: 'Changed', value: <RelativeTime time={updated_at} /> },
    { label: 'Lines', value: <span className="figures">{`+${additions ?? 0} −${deletions ?? 0}`}</span> },
  ];
}

interface PullConversationProps extends PullPlace {
  pull: PullRequest;
  repository: Repository;
}

function PullConversation({ owner, repo, number, pull, repository }: PullConversationProps) {
  const [isEdited, edit] = useDisclosure(false);
  const { mayEdit } = usePullRights(pull, repository);
  const place = { owner, repo, number };
  return (
    <>
      <Conversation
        {...place}
        opening={{ login: pull.user.login, time: pull.created_at, body: pull.body }}
        instead={isEdited ? <EditPull owner={owner} repo={repo} pull={pull} onEnd={edit.close} /> : undefined}
      />
      <Checks owner={owner} repo={repo} sha={pull.head.sha} />
      <MergeBox owner={owner} repo={repo} pull={pull} repository={repository} />
      <StateActions place={place} pull={pull} mayEdit={mayEdit} onEdit={edit.open} />
    </>
  );
}

interface StateActionsProps {
  place: PullPlace;
  pull: PullRequest;
  mayEdit: boolean;
  onEdit: () => void;
}

/** Comments, and what its author and those who may write do with it beside a merge. */
function StateActions({ place: { owner, repo, number }, pull, mayEdit, onEdit }: StateActionsProps) {
  const happened = useHappened();
  const turn = useMutation({
    mutationFn: (body: { state: PullRequest['state'] } | { title: string }) =>
      forge.call(repoEditPullRequest, { owner, repo, index: number, body }),
    onSuccess: () => happened('dev.mosaic.pull_request.edited', { repository: `${owner}/${repo}`, number }),
  });
  const isOpen = pull.state === 'open';
  return (
    <>
      <Reply
        owner={owner}
        repo={repo}
        number={number}
        comments={pull.comments}
        aside={
          mayEdit && (
            <>
              <Button variant="default" onClick={onEdit}>
                Edit title and text
              </Button>
              {pull.draft && isOpen && (
                <Button variant="default" onClick={() => turn.mutate({ title: readyTitle(pull.title) })}>
                  Ready to be merged
                </Button>
              )}
              {!pull.merged && (
                <Button variant="default" loading={turn.isPending} onClick={() => turn.mutate({ state: isOpen ? 'closed' : 'open' })}>
                  {isOpen ? 'Close pull request' : 'Open it again'}
                </Button>
              )}
            </>
          )
        }
      />
      <MutationProblem title="The pull request was not changed" error={turn.error} />
    </>
  );
}
