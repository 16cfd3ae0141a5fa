import { z } from 'zod';

/**
 * A recorded fact (CloudEvents 1.0, in our own short member names). `seq` is its number in the feed it is
 * read from: later facts have higher numbers and a reader with a cursor never skips one (design.md 2).
 */
export const EventRecord = z.object({
  seq: z.number().int(),
  id: z.string(),
  /** Which service recorded it. */
  source: z.string(),
  type: z.string(),
  /** What it is about: "owner/repo", a task id … */
  subject: z.string(),
  /** Unix milliseconds. */
  time: z.number().int(),
  /** 32 hex digits; the journey it belongs to. */
  traceId: z.string(),
  /** Login of who caused it. */
  actor: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export type EventRecord = z.infer<typeof EventRecord>;

/** One page of a feed, `GET /-/events?after=&limit=&waitMs=`; `last` is the cursor to ask with next. */
export const EventPage = z.object({ events: z.array(EventRecord), last: z.number().int() });
export type EventPage = z.infer<typeof EventPage>;

const repo = { repositoryId: z.number().int(), repository: z.string(), private: z.boolean(), owner: z.string() };

/** The data of every event type that crosses a service boundary. CI/CD types use CDEvents' vocabulary. */
export const EVENT_DATA = {
  // forge
  'dev.cdevents.repository.created': z.object({ ...repo, defaultBranch: z.string() }),
  'dev.cdevents.repository.modified': z.object({ ...repo, defaultBranch: z.string() }),
  'dev.cdevents.repository.deleted': z.object(repo),
  /** One per ref of an accepted push. `after` is 40 zeros when the ref was deleted. */
  'dev.mosaic.ref.updated': z.object({
    ...repo,
    pushId: z.string(),
    ref: z.string(),
    before: z.string(),
    after: z.string(),
    forced: z.boolean(),
    title: z.string(),
    defaultBranch: z.string(),
    startedAt: z.number(),
  }),
  'dev.mosaic.issue.opened': z.object({ ...repo, number: z.number().int(), title: z.string() }),
  'dev.mosaic.issue.closed': z.object({ ...repo, number: z.number().int(), title: z.string() }),
  /** Reopened, or its title or text edited. */
  'dev.mosaic.issue.changed': z.object({ ...repo, number: z.number().int(), title: z.string(), action: z.enum(['reopened', 'edited']) }),
  'dev.mosaic.comment.changed': z.object({
    ...repo,
    number: z.number().int(),
    commentId: z.number().int(),
    action: z.enum(['created', 'edited', 'deleted']),
  }),
  'dev.mosaic.commit-status.created': z.object({ ...repo, sha: z.string(), context: z.string(), state: z.string(), targetUrl: z.string() }),
  'dev.mosaic.webhook.delivered': z.object({
    ...repo,
    hookId: z.number().int(),
    deliveryId: z.string(),
    event: z.string(),
    status: z.number().int(),
  }),
  // ci
  'dev.cdevents.pipelinerun.queued': z.object({
    ...repo,
    ciRepositoryId: z.number().int(),
    pipelineId: z.number().int(),
    number: z.number().int(),
    event: z.string(),
    branch: z.string(),
    ref: z.string(),
    sha: z.string(),
    title: z.string(),
    author: z.string(),
  }),
  'dev.cdevents.pipelinerun.started': z.object({
    ...repo,
    ciRepositoryId: z.number().int(),
    pipelineId: z.number().int(),
    number: z.number().int(),
    sha: z.string(),
  }),
  'dev.cdevents.pipelinerun.finished': z.object({
    ...repo,
    ciRepositoryId: z.number().int(),
    pipelineId: z.number().int(),
    number: z.number().int(),
    event: z.string(),
    branch: z.string(),
    ref: z.string(),
    sha: z.string(),
    title: z.string(),
    author: z.string(),
    /** Woodpecker's own word: success, failure, error, killed, canceled, skipped. */
    status: z.string(),
    errors: z.array(z.string()),
    /** Who stopped it: a login, "step <name>", "pipeline <number>" that took its place; "" for nobody. */
    canceledBy: z.string().default(''),
    startedAt: z.number(),
    finishedAt: z.number(),
  }),
  // mcp
  'dev.mosaic.project.created': z.object({ project: z.string(), repository: z.string() }),
  'dev.cdevents.service.deployed': z.object({
    project: z.string(),
    environment: z.string(),
    deploymentId: z.number().int(),
    repository: z.string(),
    private: z.boolean(),
    sha: z.string(),
    url: z.string(),
  }),
  'dev.cdevents.service.rolledback': z.object({
    project: z.string(),
    environment: z.string(),
    deploymentId: z.number().int(),
    repository: z.string(),
    private: z.boolean(),
    sha: z.string(),
    url: z.string(),
  }),
  'dev.mosaic.deployment.requested': z.object({
    project: z.string(),
    environment: z.string(),
    deploymentId: z.number().int(),
    repository: z.string(),
    private: z.boolean(),
    sha: z.string(),
  }),
  'dev.mosaic.deployment.failed': z.object({
    project: z.string(),
    environment: z.string(),
    deploymentId: z.number().int(),
    repository: z.string(),
    private: z.boolean(),
    sha: z.string(),
    reason: z.string(),
  }),
  'dev.mosaic.task.changed': z.object({
    taskId: z.string(),
    state: z.string(),
    role: z.string(),
    repository: z.string(),
    private: z.boolean(),
  }),
  'dev.mosaic.inbox.added': z.object({ entryId: z.number().int(), login: z.string(), title: z.string() }),
  /** Core has done all that one pipeline asked for; Tony tells people. */
  'dev.mosaic.run.finished': z.object({
    runId: z.string(),
    project: z.string(),
    repository: z.string(),
    private: z.boolean(),
    sha: z.string(),
    branch: z.string(),
    pipelineNumber: z.number().int(),
    title: z.string(),
    outcome: z.enum(['deployed', 'passed', 'failed', 'deploy_failed']),
    summary: z.string(),
    url: z.string(),
    concerned: z.array(z.string()),
  }),
  // accounts
  'dev.mosaic.principal.created': z.object({ login: z.string(), kind: z.string(), role: z.string() }),
  'dev.mosaic.token.created': z.object({ tokenId: z.string(), login: z.string(), name: z.string() }),
  'dev.mosaic.token.revoked': z.object({ tokenId: z.string(), login: z.string(), name: z.string() }),
  'dev.mosaic.session.created': z.object({ login: z.string(), method: z.string() }),
  'dev.mosaic.session.ended': z.object({ login: z.string() }),
  /** A write that has no event of its own; every write leaves one (design.md 6). */
  'dev.mosaic.audit.written': z.object({ operation: z.string(), allowed: z.boolean(), detail: z.record(z.string(), z.unknown()) }),
} as const;

export type EventType = keyof typeof EVENT_DATA;
export type EventData<T extends EventType> = z.infer<(typeof EVENT_DATA)[T]>;

/** Parses an event of one type; throws a ZodError when the feed broke the contract. */
export function eventData<T extends EventType>(type: T, record: EventRecord): EventData<T> {
  return EVENT_DATA[type].parse(record.data) as EventData<T>;
}
