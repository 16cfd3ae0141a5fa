import { randomUUID } from 'node:crypto';

import type { Transaction } from 'kysely';

import {
  deploymentRequested,
  inboxAdded,
  NO_COMMIT,
  pipelineRunQueued,
  pullRequestClosed,
  pullRequestMerged,
  pullRequestOpened,
  pullRequestReopened,
  refUpdated,
  type EventDatum,
  type EventRecord,
} from '@mosaic/contracts/mosaic';
import { toJson, type Writer } from '@mosaic/platform/db';
import type { Bus, Cause, EventDraft, EventLog, EventWriter, EmittingWriter } from '@mosaic/platform/events';

import { TOPICS } from '../topics.ts';
import type { McpTables } from '../db/schema.ts';

/** A fact before it has its number here. */
export type Fact = Omit<EventRecord, 'seq'>;

/** The writer of one of the service's transactions. */
export interface FactWriter extends EventWriter<McpTables> {
  /** When the transaction began, Unix ms. */
  readonly now: number;
  /** Has those who wait at the topic look once the transaction is committed. */
  readonly wake: (topic: string) => void;
  readonly as: (cause: Cause) => McpWriter;
}

/** The same, emitting as somebody. */
export interface McpWriter extends FactWriter, Pick<EmittingWriter<McpTables>, 'cause' | 'emit'> {
  /** Like `emit`, and answers the number under which `event_read` shows it. */
  readonly record: <D extends EventDatum>(event: D, draft: EventDraft<D>) => Promise<number>;
}

/** The service's one way to write: its own events are facts at once, in the same transaction. */
export interface FactLog {
  transact<R>(work: (writer: FactWriter) => Promise<R>): Promise<R>;
}

export function createFactLog({ events, bus, now }: { events: EventLog<McpTables>; bus: Bus; now: () => number }): FactLog {
  return {
    transact: (work) =>
      events.transact(async (writer) => {
        const facts: Fact[] = [];
        let isTold = false;
        const base = {
          db: writer.db,
          afterCommit: (effect: () => void) => writer.afterCommit(effect),
          now: now(),
          wake: (topic: string) => writer.afterCommit(() => bus.publish(topic)),
        };
        const as = (cause: Cause): McpWriter => {
          const emitting = writer.as(cause);
          const tell = <D extends EventDatum>(event: D, draft: EventDraft<D>): Fact => {
            const id = randomUUID();
            emitting.emit(event, { ...draft, id });
            if (!isTold) base.wake(TOPICS.facts);
            isTold = true;
            const { subject, data } = draft;
            return { id, source: events.source, type: event.type, subject, time: base.now, ...cause, data };
          };
          return {
            ...base,
            cause,
            emit: (event, draft) => void facts.push(tell(event, draft)),
            record: (event, draft) => appendFact(writer.db, tell(event, draft)),
            as,
          };
        };
        const result = await work({ ...base, as });
        for (const fact of facts) await appendFact(writer.db, fact);
        return result;
      }),
  };
}

/** Adds another service's event as a fact, once; false when it is known already, which changes nothing. */
export async function learnFact(db: Transaction<McpTables>, fact: Fact): Promise<boolean> {
  const known = await db.selectFrom('facts').select('seq').where('source', '=', fact.source).where('id', '=', fact.id).executeTakeFirst();
  if (known !== undefined) return false;
  await appendFact(db, fact);
  return true;
}

/** Adds a fact under the next number, which it answers; writers take turns, so numbers commit in order (docs/adr/002-feeds-instead-of-a-message-bus.md). */
async function appendFact(db: Transaction<McpTables>, fact: Fact): Promise<number> {
  await db
    .updateTable('event_head')
    .set((expression) => ({ seq: expression('seq', '+', 1) }))
    .where('name', '=', FACT_HEAD)
    .execute();
  const { seq } = await db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirstOrThrow();
  const { repository, login, sha, after, headId } = fact.data;
  const repositoryId = await repositoryIdOf(db, fact.data);
  await db
    .insertInto('facts')
    .values({
      seq,
      source: fact.source,
      id: fact.id,
      type: fact.type,
      subject: fact.subject,
      time: fact.time,
      trace_id: fact.traceId,
      actor: fact.actor,
      repository: textOf(repository),
      repository_id: repositoryId,
      audience: fact.type === inboxAdded.type ? textOf(login) : '',
      sha: textOf(sha) || textOf(after) || textOf(headId),
      data: toJson(fact.data),
    })
    .execute();
  await beginJourney(db, fact, repositoryId);
  return seq;
}

/** Name of the head row that numbers facts. */
export const FACT_HEAD = 'facts';

/** What may be the first thing of a journey. */
const FIRST_HOPS: ReadonlySet<string> = new Set(
  [refUpdated, pipelineRunQueued, deploymentRequested, pullRequestOpened, pullRequestReopened, pullRequestClosed, pullRequestMerged].map(
    ({ type }) => type,
  ),
);

async function beginJourney(db: Transaction<McpTables>, { type, traceId, time, data }: Fact, repositoryId: number): Promise<void> {
  if (!FIRST_HOPS.has(type) || traceId === '' || data.after === NO_COMMIT) return;
  const known = await db.selectFrom('journeys').select('trace_id').where('trace_id', '=', traceId).executeTakeFirst();
  if (known !== undefined) return;
  const title = textOf(data.title) || `Deployment of ${textOf(data.project)}`;
  await db
    .insertInto('journeys')
    .values({
      trace_id: traceId,
      repository: textOf(data.repository),
      repository_id: repositoryId,
      private: data.private === true ? 1 : 0,
      title,
      sha: textOf(data.after) || textOf(data.sha) || textOf(data.headId),
      started_at: typeof data.startedAt === 'number' && data.startedAt > 0 ? Math.round(data.startedAt) : time,
    })
    .execute();
}

/** What a fact is about. Those of projects, deployments and tasks say the name alone, which a later repository may bear; 0 without one. */
async function repositoryIdOf(db: Transaction<McpTables>, { repository, repositoryId }: Fact['data']): Promise<number> {
  if (typeof repositoryId === 'number') return repositoryId;
  if (textOf(repository) === '') return 0;
  const project = await db.selectFrom('projects').select('repository_id').where('repository', '=', textOf(repository)).executeTakeFirst();
  return project?.repository_id ?? 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The row that numbers the facts, made at the first start. */
export async function ensureFactHead({ db }: Writer<McpTables>): Promise<void> {
  const head = await db.selectFrom('event_head').select('seq').where('name', '=', FACT_HEAD).executeTakeFirst();
  if (head === undefined) await db.insertInto('event_head').values({ name: FACT_HEAD, seq: 0 }).execute();
}
