import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';

import { type PullRequest, type Repository, repoEditPullRequest } from '@mosaic/contracts/gitea';

import { forge } from '../../api/clients.ts';
import { useHappened } from '../../live/stale-keys.ts';
import { ActorAvatar } from '../../parts/actor-avatar.tsx';
import { EditSubject } from '../../parts/conversation/edit-subject.tsx';
import { Conversation } from '../../parts/conversation/posts.tsx';
import { Reply } from '../../parts/conversation/reply.tsx';
import { MutationProblem } from '../../parts/loaded.tsx';
import { Checks } from '../../parts/repository/checks.tsx';
import { RelativeTime } from '../../parts/time/relative-time.tsx';
import { MergeBox } from './parts/merge-box.tsx';
import { readyTitle } from './parts/pull-facts.ts';
import { PullFrame, type PullPlace } from './parts/pull-frame.tsx';
import { usePullRights } from './parts/pull-rights.ts';
import { opinionOf } from './parts/review/reviewers.ts';
import { ReviewersRail } from './parts/review/reviewers-rail.tsx';
import { PendingReview } from './parts/review/pending-review.tsx';
import { ReviewPost } from './parts/review/review-post.tsx';
import { useReviewing } from './parts/review/reviewing.ts';
import { SuggestionBatch } from './parts/review/suggestion-batch.tsx';

/** One pull request: what it is for, what is said of it, whether it can be merged. */
export function PullPage(place: PullPlace) {
  return (
    <PullFrame {...place} tab="conversation" extras={(pull, repository) => ({ rail: railOf({ ...place, pull, repository }) })}>
      {(pull, repository) => <PullConversation {...place} pull={pull} repository={repository} />}
    </PullFrame>
  );
}

function railOf({ pull, ...rest }: PullConversationProps) {
  const { labels, user, created_at, updated_at, additions, deletions } = pull;
  return [
    { label: 'Reviewers', value: <Reviewers {...rest} pull={pull} /> },
    { label: 'Labels', value: labels.length === 0 ? 'none' : labels.map(({ name }) => name).join(', ') },
    { label: 'Opened by', value: <ActorAvatar login={user.login} /> },
    { label: 'Opened', value: <RelativeTime time={created_at} /> },
    { label: 'Changed', value: <RelativeTime time={updated_at} /> },
    { label: 'Lines', value: <span className="figures">{`+${additions ?? 0} −${deletions ?? 0}`}</span> },
  ];
}

function Reviewers({ owner, repo, pull, repository }: PullConversationProps) {
  const { reviews, reviewing } = useReviewing({ owner, repo }, pull, repository);
  return <ReviewersRail reviews={reviews} reviewing={reviewing} pull={pull} />;
}

interface PullConversationProps extends PullPlace {
  pull: PullRequest;
  repository: Repository;
}

function PullConversation({ owner, repo, number, pull, repository }: PullConversationProps) {
  const [isEdited, edit] = useDisclosure(false);
  const { mayEdit } = usePullRights(pull, repository);
  const happened = useHappened();
  const place = { owner, repo, number };
  const { reviews, reviewing, error } = useReviewing({ owner, repo }, pull, repository);
  const between = useMemo(
    () =>
      reviews
        .filter((review) => review.state !== 'requested' && opinionOf(review) !== null)
        .map((review) => ({
          key: `review ${review.id}`,
          time: review.submittedAt,
          node: <ReviewPost review={review} reviewing={reviewing} pull={pull} repository={repository} />,
        })),
    [reviews, reviewing, pull, repository],
  );
  return (
    <>
      <MutationProblem title="What reviewers say could not be read" error={error} />
      <PendingReview reviewing={reviewing} />
      <SuggestionBatch reviewing={reviewing}>
        <Conversation
          {...place}
          opening={{ login: pull.user.login, time: pull.created_at, body: pull.body }}
          mayWrite={reviewing.mayWrite}
          between={between}
          instead={
            isEdited ? (
              <EditSubject
                owner={owner}
                repo={repo}
                now={pull}
                write={(body) => forge.call(repoEditPullRequest, { owner, repo, index: number, body })}
                onDone={() => happened('dev.mosaic.pull_request.edited', { repository: `${owner}/${repo}`, number })}
                onEnd={edit.close}
              />
            ) : undefined
          }
        />
      </SuggestionBatch>
      <Checks owner={owner} repo={repo} sha={pull.head.sha} />
      <MergeBox owner={owner} repo={repo} pull={pull} repository={repository} />
      <StateActions place={place} pull={pull} said={pull.comments + between.length} mayEdit={mayEdit} onEdit={edit.open} />
    </>
  );
}

interface StateActionsProps {
  place: PullPlace;
  pull: PullRequest;
  /** Comments and reviews that there are. */
  said: number;
  mayEdit: boolean;
  onEdit: () => void;
}

/** Comments, and what its author and those who may write do with it beside a merge. */
function StateActions({ place: { owner, repo, number }, pull, said, mayEdit, onEdit }: StateActionsProps) {
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
        comments={said}
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
