import type { z } from 'zod';

import type { EventRecord } from './event-record.ts';
import { auditWritten } from './events/audit.ts';
import { commitStatusCreated } from './events/commit-status.ts';
import type { EventDatum } from './events/define-event.ts';
import { serviceDeployed, serviceRolledBack, deploymentRequested, deploymentFailed } from './events/deployment.ts';
import { inboxAdded } from './events/inbox.ts';
import { issueOpened, issueClosed, issueChanged, commentChanged } from './events/issue.ts';
import { pipelineRunQueued, pipelineRunStarted, pipelineRunFinished } from './events/pipeline-run.ts';
import { principalCreated, principalReinstated, principalSuspended } from './events/principal.ts';
import { projectCreated } from './events/project.ts';
import {
  pullRequestOpened,
  pullRequestEdited,
  pullRequestSynchronized,
  pullRequestClosed,
  pullRequestReopened,
  pullRequestMergeCancelled,
  pullRequestMergeScheduled,
  pullRequestMerged,
  pullRequestConversationChanged,
  pullRequestReviewed,
  pullRequestReviewChanged,
  pullRequestReviewRequested,
  pullRequestReviewRequestRemoved,
} from './events/pull-request.ts';
import { refUpdated } from './events/ref.ts';
import { releaseDeleted, releasePublished, releaseUpdated } from './events/release.ts';
import { repositoryCreated, repositoryForked, repositoryModified, repositoryDeleted } from './events/repository.ts';
import { runFinished } from './events/run.ts';
import { sessionCreated, sessionEnded } from './events/session.ts';
import { taskChanged } from './events/task.ts';
import { tokenCreated, tokenRevoked } from './events/token.ts';
import { webhookDelivered } from './events/webhook.ts';

/** Every type of event that crosses a service boundary, by its name. */
export const EVENTS = byType([
  repositoryCreated,
  repositoryForked,
  repositoryModified,
  repositoryDeleted,
  refUpdated,
  issueOpened,
  issueClosed,
  issueChanged,
  commentChanged,
  pullRequestOpened,
  pullRequestEdited,
  pullRequestSynchronized,
  pullRequestClosed,
  pullRequestReopened,
  pullRequestMergeCancelled,
  pullRequestMergeScheduled,
  pullRequestMerged,
  pullRequestConversationChanged,
  pullRequestReviewed,
  pullRequestReviewChanged,
  pullRequestReviewRequested,
  pullRequestReviewRequestRemoved,
  releasePublished,
  releaseUpdated,
  releaseDeleted,
  commitStatusCreated,
  webhookDelivered,
  pipelineRunQueued,
  pipelineRunStarted,
  pipelineRunFinished,
  projectCreated,
  serviceDeployed,
  serviceRolledBack,
  deploymentRequested,
  deploymentFailed,
  taskChanged,
  inboxAdded,
  runFinished,
  principalCreated,
  principalSuspended,
  principalReinstated,
  tokenCreated,
  tokenRevoked,
  sessionCreated,
  sessionEnded,
  auditWritten,
]);

export type EventType = keyof typeof EVENTS;
export type EventData<D extends EventDatum> = z.infer<D['data']>;

/** Parses the data of an event of one type; throws a ZodError when the feed broke the contract. */
export function eventData<D extends EventDatum>({ data }: D, record: EventRecord): EventData<D> {
  return data.parse(record.data) as EventData<D>;
}

function byType<const L extends readonly EventDatum[]>(events: L): { readonly [D in L[number] as D['type']]: D } {
  return Object.fromEntries(events.map((event) => [event.type, event])) as { readonly [D in L[number] as D['type']]: D };
}
