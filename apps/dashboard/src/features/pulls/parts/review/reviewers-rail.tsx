import { ActionIcon } from '@mantine/core';
import { IconRefresh, IconX } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';

import { type PullRequest, repoCreatePullReviewRequests, repoDeletePullReviewRequests } from '@mosaic/contracts/gitea';

import { forge } from '../../../../api/clients.ts';
import { useHappened } from '../../../../live/stale-keys.ts';
import { ActorAvatar } from '../../../../parts/actor-avatar.tsx';
import { MutationProblem } from '../../../../parts/loaded.tsx';
import { ICON } from '../../../../theme/icons.ts';
import type { Review } from '../../review-queries.ts';
import { AskReviewer } from './ask-reviewer.tsx';
import { ReviewVerdict } from './review-verdict.tsx';
import css from './review.module.css';
import { type ReviewerState, reviewersOf } from './reviewers.ts';
import type { Reviewing } from './reviewing.ts';

interface ReviewersRailProps {
  reviews: readonly Review[];
  reviewing: Reviewing;
  pull: PullRequest;
}

/** Who reviews and what they think; whoever may write or has opened it asks people, and takes that back. */
export function ReviewersRail({ reviews, reviewing, pull }: ReviewersRailProps) {
  const reviewers = reviewersOf(reviews, pull.user.login);
  const mayAsk = reviewing.mayResolve && pull.state === 'open';
  return (
    <div className={css['reviewers']}>
      {reviewers.length === 0 && <span>none</span>}
      {reviewers.map((reviewer) => (
        <ReviewerRow key={reviewer.login} reviewer={reviewer} reviewing={reviewing} mayAsk={mayAsk} isOpen={pull.state === 'open'} />
      ))}
      {mayAsk && <AskReviewer place={reviewing.place} known={[pull.user.login, ...reviewers.map(({ login }) => login)]} />}
    </div>
  );
}

interface ReviewerRowProps {
  reviewer: ReviewerState;
  reviewing: Reviewing;
  mayAsk: boolean;
  isOpen: boolean;
}

function ReviewerRow({ reviewer: { login, opinion, stale, official }, reviewing: { place, me }, mayAsk, isOpen }: ReviewerRowProps) {
  const { owner, repo, number } = place;
  const happened = useHappened();
  const isAsked = opinion === 'requested';
  const about = { owner, repo, index: number, body: { reviewers: [login] } };
  const turn = useMutation({
    mutationFn: async () => {
      if (isAsked) await forge.call(repoDeletePullReviewRequests, about);
      else await forge.call(repoCreatePullReviewRequests, about);
    },
    onSuccess: () => happened('dev.mosaic.pull_request.review_requested', { repository: `${owner}/${repo}`, number }),
  });
  return (
    <div className={css['reviewer']}>
      <ActorAvatar login={login} />
      <ReviewVerdict opinion={opinion} official={official} />
      {stale && <span className="meta">of an older change</span>}
      {(mayAsk || (isOpen && isAsked && login === me)) && (
        <ActionIcon
          className={css['end']}
          size={24}
          loading={turn.isPending}
          title={isAsked ? 'Ask no more' : 'Ask again'}
          aria-label={isAsked ? `Ask ${login} no more` : `Ask ${login} again`}
          onClick={() => turn.mutate()}
        >
          {isAsked ? <IconX {...ICON} aria-hidden /> : <IconRefresh {...ICON} aria-hidden />}
        </ActionIcon>
      )}
      <MutationProblem title={isAsked ? 'The request stays' : 'Nobody was asked'} error={turn.error} />
    </div>
  );
}
