import {
  eventData,
  pullRequestClosed,
  pullRequestEdited,
  pullRequestMerged,
  pullRequestOpened,
  pullRequestReopened,
  pullRequestReviewed,
  pullRequestReviewRequested,
  pullRequestReviewRequestRemoved,
  pullRequestSynchronized,
  type EventRecord,
} from '@mosaic/contracts/mosaic';

import { presentPull, type PresentedHead } from '../present/pull.ts';
import { presentUser } from '../present/user.ts';
import type { Pull } from '../pulls/pull.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Payload, PayloadPorts } from './payload.ts';

/** Gitea's action of each event; a merge is a closing, with `merged` set. */
const ACTIONS: Readonly<Record<string, string>> = {
  [pullRequestOpened.type]: 'opened',
  [pullRequestEdited.type]: 'edited',
  [pullRequestSynchronized.type]: 'synchronized',
  [pullRequestClosed.type]: 'closed',
  [pullRequestReopened.type]: 'reopened',
  [pullRequestMerged.type]: 'closed',
  [pullRequestReviewed.type]: 'reviewed',
  [pullRequestReviewRequested.type]: 'review_requested',
  [pullRequestReviewRequestRemoved.type]: 'review_request_removed',
};

const REVIEWED = { approved: 'approved', rejected: 'rejected', commented: 'comment' } as const;

/** What an event of a pull request is to a webhook; none for other events, and for one that is gone. */
export async function pullPayloads(
  ports: Pick<PayloadPorts, 'links' | 'contents' | 'issues' | 'reviews' | 'repositories'>,
  repository: Repository,
  record: EventRecord,
  common: Record<'repository' | 'sender', unknown>,
): Promise<Payload[]> {
  const action = ACTIONS[record.type];
  if (action === undefined) return [];
  // Every one of them says at least what an opening says.
  const { number, headId } = eventData(pullRequestOpened, record);
  const issue = await ports.issues.byNumber(repository.id, number);
  if (!issue?.pull) return [];
  const { pull } = issue;
  const tips = await ports.contents.tips(repository, [pull.base]);
  const head = await headOf(ports, pull);
  // The commit that the event is about, also where the head has moved on since.
  const told = { ...issue, pull: { ...pull, headId } };
  const body = {
    action,
    number,
    ...changesOf(record),
    pull_request: presentPull(ports.links, repository, told, { level: 'admin', tips, head }),
    requested_reviewer: null,
    ...common,
    commit_id: '',
    review: null,
  };
  return toldAs(ports, { record, issueId: issue.id, body });
}

/** Its name among Gitea's events, with what only some of them say. */
async function toldAs(
  { links, reviews }: Pick<PayloadPorts, 'links' | 'reviews'>,
  { record, issueId, body }: { record: EventRecord; issueId: number; body: Record<string, unknown> },
): Promise<Payload[]> {
  if (record.type === pullRequestReviewed.type) {
    const review = await reviews.byId(issueId, eventData(pullRequestReviewed, record).reviewId);
    if (review === null) return [];
    const event = `pull_request_review_${REVIEWED[eventData(pullRequestReviewed, record).state]}`;
    // Upstream calls the reviewer so, asked or not.
    const requested_reviewer = presentUser(links, review.reviewer);
    return [{ event, ref: null, body: { ...body, requested_reviewer, review: { type: event, content: review.body } } }];
  }
  if (record.type === pullRequestReviewRequested.type || record.type === pullRequestReviewRequestRemoved.type) {
    const { reviewer: login, reviewerUid: uid } = eventData(pullRequestReviewRequested, record);
    const requested_reviewer = presentUser(links, { uid, login });
    return [{ event: 'pull_request_review_request', ref: null, body: { ...body, requested_reviewer } }];
  }
  return [{ event: record.type === pullRequestSynchronized.type ? 'pull_request_sync' : 'pull_request', ref: null, body }];
}

/** Told to the base's hooks also where it is hidden from others: who offers a branch shows it there. */
async function headOf(
  { repositories, contents }: Pick<PayloadPorts, 'repositories' | 'contents'>,
  { head }: Pull,
): Promise<PresentedHead | null> {
  const repository = head.repositoryId === null ? null : await repositories.load(head.repositoryId);
  if (repository === null) return null;
  return { repository, level: 'read', tips: await contents.tips(repository, [head.branch]) };
}

function changesOf(record: EventRecord): Record<string, unknown> {
  if (record.type === pullRequestSynchronized.type) {
    const { before, after } = eventData(pullRequestSynchronized, record);
    return { before, after };
  }
  if (record.type !== pullRequestEdited.type) return {};
  const { formerTitle, formerBase } = eventData(pullRequestEdited, record);
  const changes = {
    ...(formerTitle === undefined ? {} : { title: { from: formerTitle } }),
    ...(formerBase === undefined ? {} : { ref: { from: formerBase } }),
  };
  return { changes };
}
