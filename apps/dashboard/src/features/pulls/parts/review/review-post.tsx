import type { PullRequest, Repository } from '@mosaic/contracts/gitea';

import { ActorAvatar } from '../../../../parts/actor-avatar.tsx';
import { Markdown } from '../../../../parts/markdown/markdown.tsx';
import { RelativeTime } from '../../../../parts/time/relative-time.tsx';
import type { Review } from '../../review-queries.ts';
import { CodeOfThread } from './code-of-thread.tsx';
import { DismissReview } from './dismiss-review.tsx';
import { ReviewVerdict } from './review-verdict.tsx';
import css from './review.module.css';
import { opinionOf } from './reviewers.ts';
import type { Reviewing } from './reviewing.ts';
import { ThreadView } from './thread-view.tsx';

interface ReviewPostProps {
  review: Review;
  reviewing: Reviewing;
  pull: PullRequest;
  repository: Repository;
}

/** A review in the conversation: its verdict and summary, and what it says of lines, with these. */
export function ReviewPost({ review, reviewing, pull, repository }: ReviewPostProps) {
  const { id, reviewer, state, body, stale, submittedAt } = review;
  const opinion = opinionOf(review);
  const threads = reviewing.threads.filter(({ reviewId }) => reviewId === id);
  const isVerdict = state === 'approved' || state === 'rejected';
  const mayDismiss = isVerdict && pull.state === 'open' && repository.permissions?.admin === true && !repository.archived;
  return (
    <article className={`panel ${css['post']}`} aria-label={`Review by ${reviewer}`} id={`pullrequestreview-${id}`}>
      <header className={css['post-head']}>
        <ActorAvatar login={reviewer} />
        {opinion !== null && <ReviewVerdict opinion={opinion} official={review.official} />}
        <span className="meta">
          <RelativeTime time={submittedAt} />
        </span>
        {stale && isVerdict && (
          <span className={css['mark']} title="The change is another one since">
            Of an older change
          </span>
        )}
        {mayDismiss && <DismissReview review={review} place={reviewing.place} />}
      </header>
      {review.dismissed && review.dismissal !== null && (
        <p className={css['dismissal']}>
          {`Dismissed by ${review.dismissal.by}`}
          {review.dismissal.reason.trim() !== '' && `: ${review.dismissal.reason}`}
        </p>
      )}
      {body.trim() !== '' && (
        <div className={css['post-body']}>
          <Markdown source={body} base={reviewing.base} />
        </div>
      )}
      {threads.map((thread) => (
        <div key={thread.key} className={css['elsewhere']}>
          <p className={css['place']}>
            <span className="mono">{thread.path}</span>
            <span>{`line ${thread.line}${thread.side === 'old' ? ' as it was before the change' : ''}`}</span>
            {thread.outdated && <span className={css['mark']}>Outdated</span>}
          </p>
          {thread.resolver === null && <CodeOfThread thread={thread} />}
          <ThreadView thread={thread} reviewing={reviewing} />
        </div>
      ))}
    </article>
  );
}
