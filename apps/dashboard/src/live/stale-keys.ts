import { hashKey, useQueryClient, type QueryClient, type QueryKey } from '@tanstack/react-query';

import { type EventData, EVENTS, type EventType } from '@mosaic/contracts/mosaic';

import { agentKeys } from '../features/agents/keys.ts';
import { auditKeys } from '../features/audit/keys.ts';
import { commitKeys } from '../features/commits/keys.ts';
import { deploymentKeys } from '../features/deployments/keys.ts';
import { inboxKeys } from '../features/inbox/keys.ts';
import { issueKeys } from '../features/issues/keys.ts';
import { journeyKeys } from '../features/journeys/keys.ts';
import { peopleKeys } from '../features/people/keys.ts';
import { pipelineKeys } from '../features/pipelines/keys.ts';
import { projectKeys } from '../features/projects/keys.ts';
import { pullKeys } from '../features/pulls/keys.ts';
import { refKeys } from '../features/refs/keys.ts';
import { releaseKeys } from '../features/releases/keys.ts';
import { repositoryKeys } from '../features/repositories/keys.ts';
import { sessionKeys } from '../features/session/keys.ts';
import { taskKeys } from '../features/tasks/keys.ts';
import { tokenKeys } from '../features/tokens/keys.ts';
import { workKeys } from '../features/work/keys.ts';

type Stale = readonly QueryKey[];
/** The members of an event's data that its row looks at. */
type Of<T extends EventType, K extends keyof EventData<(typeof EVENTS)[T]>> = Pick<EventData<(typeof EVENTS)[T]>, K>;

const changedIssue = ({ repository, number }: Of<'dev.mosaic.issue.changed', 'repository' | 'number'>): Stale => [
  issueKeys.lists(repository),
  issueKeys.one(repository, number),
  workKeys.lists,
  // It counts the open ones.
  repositoryKeys.one(repository),
];
const changedPull = ({ repository, number }: Of<'dev.mosaic.pull_request.opened', 'repository' | 'number'>): Stale => [
  pullKeys.lists(repository),
  pullKeys.facts(repository, number),
  pullKeys.reviews(repository, number),
  pullKeys.between(repository),
  workKeys.lists,
  // It counts the open ones.
  repositoryKeys.one(repository),
];
const changedRelease = ({ repository }: Of<'dev.mosaic.release.published', 'repository'>): Stale => [
  releaseKeys.of(repository),
  // It counts them.
  repositoryKeys.one(repository),
];
const movedPipeline = ({ repository, number, sha }: Of<'dev.cdevents.pipelinerun.started', 'repository' | 'number' | 'sha'>): Stale => [
  pipelineKeys.lists(repository),
  pipelineKeys.one(repository, number),
  commitKeys.checks(repository, sha),
  journeyKeys.lists,
  journeyKeys.one(sha),
];
const movedDeployment = (): Stale => [deploymentKeys.all, projectKeys.all, journeyKeys.lists, journeyKeys.ones];

/** Which keys each type of event makes stale. A type without a row, or a row that looks at what the event has not, is an error of types. */
const STALE = {
  'dev.cdevents.repository.created': (): Stale => [repositoryKeys.lists],
  'dev.mosaic.repository.forked': ({ repository }: Of<'dev.mosaic.repository.forked', 'repository'>): Stale => [
    repositoryKeys.of(repository),
  ],
  'dev.cdevents.repository.modified': ({ repository }: Of<'dev.cdevents.repository.modified', 'repository'>): Stale => [
    repositoryKeys.lists,
    repositoryKeys.of(repository),
    projectKeys.all,
  ],
  'dev.cdevents.repository.deleted': ({ repository }: Of<'dev.cdevents.repository.deleted', 'repository'>): Stale => [
    repositoryKeys.lists,
    repositoryKeys.of(repository),
    projectKeys.all,
  ],
  'dev.mosaic.ref.updated': ({ repository }: Of<'dev.mosaic.ref.updated', 'repository'>): Stale => [
    refKeys.of(repository),
    // A tag publishes its draft, or withdraws its release.
    releaseKeys.of(repository),
    repositoryKeys.one(repository),
    repositoryKeys.lists,
    journeyKeys.lists,
    // Whether they can be merged, and how far behind they are; what they bring is known by its ends.
    pullKeys.facts(repository),
    // Where the lines are that comments stand on.
    pullKeys.reviews(repository),
    pullKeys.views(repository),
    pullKeys.compared(repository),
  ],
  'dev.mosaic.issue.opened': changedIssue,
  'dev.mosaic.issue.closed': changedIssue,
  'dev.mosaic.issue.changed': changedIssue,
  'dev.mosaic.comment.changed': ({ repository, number }: Of<'dev.mosaic.comment.changed', 'repository' | 'number'>): Stale => [
    issueKeys.lists(repository),
    issueKeys.one(repository, number),
    pullKeys.lists(repository),
    pullKeys.facts(repository, number),
    pullKeys.reviews(repository, number),
    workKeys.lists,
  ],
  'dev.mosaic.pull_request.opened': changedPull,
  'dev.mosaic.pull_request.edited': changedPull,
  'dev.mosaic.pull_request.synchronized': changedPull,
  'dev.mosaic.pull_request.closed': changedPull,
  'dev.mosaic.pull_request.reopened': changedPull,
  'dev.mosaic.pull_request.merge_scheduled': changedPull,
  'dev.mosaic.pull_request.merge_cancelled': changedPull,
  'dev.mosaic.pull_request.merged': changedPull,
  'dev.mosaic.pull_request.conversation_changed': ({
    repository,
    number,
  }: Of<'dev.mosaic.pull_request.conversation_changed', 'repository' | 'number'>): Stale => [
    pullKeys.facts(repository, number),
    pullKeys.reviews(repository, number),
  ],
  'dev.mosaic.pull_request.reviewed': changedPull,
  'dev.mosaic.pull_request.review_changed': changedPull,
  'dev.mosaic.pull_request.review_requested': changedPull,
  'dev.mosaic.pull_request.review_request_removed': changedPull,
  'dev.mosaic.release.published': changedRelease,
  'dev.mosaic.release.updated': changedRelease,
  'dev.mosaic.release.deleted': changedRelease,
  'dev.mosaic.commit-status.created': ({ repository, sha }: Of<'dev.mosaic.commit-status.created', 'repository' | 'sha'>): Stale => [
    commitKeys.checks(repository, sha),
    pullKeys.views(repository),
  ],
  // No page shows deliveries.
  'dev.mosaic.webhook.delivered': (): Stale => [],
  'dev.cdevents.pipelinerun.queued': movedPipeline,
  'dev.cdevents.pipelinerun.started': movedPipeline,
  'dev.cdevents.pipelinerun.finished': (event: Of<'dev.cdevents.pipelinerun.finished', 'repository' | 'number' | 'sha'>): Stale => [
    ...movedPipeline(event),
    pipelineKeys.artifacts(event.repository, event.number),
  ],
  'dev.mosaic.project.created': (): Stale => [projectKeys.all],
  'dev.cdevents.service.deployed': movedDeployment,
  'dev.cdevents.service.rolledback': movedDeployment,
  'dev.mosaic.deployment.requested': movedDeployment,
  'dev.mosaic.deployment.failed': movedDeployment,
  'dev.mosaic.task.changed': (): Stale => [taskKeys.all, agentKeys.list, journeyKeys.lists, journeyKeys.ones],
  'dev.mosaic.inbox.added': (): Stale => [inboxKeys.all],
  'dev.mosaic.run.finished': ({ project }: Of<'dev.mosaic.run.finished', 'project'>): Stale => [
    projectKeys.list(),
    projectKeys.one(project),
    deploymentKeys.all,
    taskKeys.all,
    agentKeys.list,
    journeyKeys.lists,
    journeyKeys.ones,
  ],
  'dev.mosaic.principal.created': (): Stale => [peopleKeys.list],
  'dev.mosaic.principal.suspended': (): Stale => [peopleKeys.list],
  'dev.mosaic.principal.reinstated': (): Stale => [peopleKeys.list],
  'dev.mosaic.token.created': (): Stale => [tokenKeys.own],
  'dev.mosaic.token.revoked': (): Stale => [tokenKeys.own],
  'dev.mosaic.session.created': (): Stale => [sessionKeys.own],
  'dev.mosaic.session.ended': (): Stale => [sessionKeys.own],
  'dev.mosaic.audit.written': (): Stale => [auditKeys.all],
} satisfies { readonly [T in EventType]: (data: never) => Stale };

/** What a page must know of an event to say what it made stale. */
export type About<T extends EventType> = Parameters<(typeof STALE)[T]> extends [infer D] ? D : object;

/** The keys that an event makes stale. */
export function staleAfter<T extends EventType>(type: T, about: About<T>): Stale {
  return (STALE[type] as (data: About<T>) => Stale)(about);
}

/** Reads again what an event made stale and somebody looks at, but what the event itself `brought`; fulfilled when that is read. */
export async function refreshAfter<T extends EventType>(client: QueryClient, type: T, about: About<T>, brought?: QueryKey): Promise<void> {
  const isNews = ({ queryHash }: { queryHash: string }): boolean => brought === undefined || queryHash !== hashKey(brought);
  await Promise.all(staleAfter(type, about).map((queryKey) => client.invalidateQueries({ queryKey, predicate: isNews })));
}

/** Types that a page hears of as facts: all but those of pipelines, which have a stream of their own, and those that no page shows. */
export const TOLD_BY_FACTS: readonly EventType[] = (Object.keys(EVENTS) as EventType[]).filter(
  (type) =>
    !type.startsWith('dev.cdevents.pipelinerun.') && type !== 'dev.mosaic.webhook.delivered' && !EVENTS[type].sources.includes('accounts'),
);

/** The same for several facts at once: what they share is read once. One of a type or form that this page does not know says nothing. */
export async function refreshAfterAll(client: QueryClient, facts: readonly { type: string; data: unknown }[]): Promise<void> {
  const keys = new Map<string, QueryKey>();
  for (const { type, data } of facts) {
    if (!isEventType(type)) continue;
    const about = EVENTS[type].data.safeParse(data);
    if (about.success) for (const key of staleAfter(type, about.data as never)) keys.set(hashKey(key), key);
  }
  await Promise.all([...keys.values()].map((queryKey) => client.invalidateQueries({ queryKey })));
}

function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENTS, type);
}

/** For one's own deeds: says what has just happened, so that it is seen without waiting for a stream. */
export function useHappened(): <T extends EventType>(type: T, about: About<T>) => Promise<void> {
  const client = useQueryClient();
  return (type, about) => refreshAfter(client, type, about);
}
