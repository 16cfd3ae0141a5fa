import { auditWritten, type EventRecord } from '@mosaic/contracts/mosaic';
import type { Writer } from '@mosaic/platform/db';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { AccountsTables } from '../db/schema.ts';
import { GENESIS, limitedData, linkHash, type ChainedFacts } from './audit-chain.ts';

/** Longest key text that every engine stores. */
const KEY_LIMIT = 190;

/** Something that somebody did, or was refused, and that changes no row. */
export interface AuditNote {
  operation: string;
  subject: string;
  allowed: boolean;
  detail: Record<string, unknown>;
}

/** Tells what is to be read in the audit; like every event it is chained by the consumer of the feed. */
export class AuditWriter {
  readonly #events: EventLog<AccountsTables>;

  constructor(events: EventLog<AccountsTables>) {
    this.#events = events;
  }

  note({ subject, ...data }: AuditNote, cause: Cause): Promise<void> {
    return this.#events.transact(async (writer) => writer.as(cause).emit(auditWritten, { subject, data }));
  }
}

/** Adds an event to the end of the chain, once: a feed that repeats what another told adds nothing. */
export async function appendAudit({ db }: Writer<AccountsTables>, event: EventRecord, key: Buffer): Promise<void> {
  // Takes the head's lock, so that links are forged one after the other.
  await db
    .updateTable('audit_head')
    .set((expression) => ({ seq: expression.ref('seq') }))
    .where('name', '=', 'head')
    .execute();
  const eventId = event.id.slice(0, KEY_LIMIT);
  const known = await db.selectFrom('audit_records').select('seq').where('event_id', '=', eventId).executeTakeFirst();
  if (known !== undefined) return;
  const head = await db.selectFrom('audit_head').selectAll().where('name', '=', 'head').executeTakeFirstOrThrow();
  const facts: ChainedFacts = {
    seq: head.seq + 1,
    eventId,
    source: event.source.slice(0, KEY_LIMIT),
    type: event.type.slice(0, KEY_LIMIT),
    subject: event.subject.slice(0, KEY_LIMIT),
    time: event.time,
    traceId: event.traceId.slice(0, KEY_LIMIT),
    actor: event.actor.slice(0, KEY_LIMIT),
    data: limitedData(event.data),
    prevHash: head.hash,
  };
  const hash = linkHash(key, facts);
  const { eventId: event_id, traceId: trace_id, prevHash: prev_hash, ...plain } = facts;
  await db
    .insertInto('audit_records')
    .values({ ...plain, event_id, trace_id, prev_hash, hash })
    .execute();
  await db.updateTable('audit_head').set({ seq: facts.seq, hash }).where('name', '=', 'head').execute();
}

/** The row that ends the chain, made at the first start. */
export async function ensureAuditHead({ db }: Writer<AccountsTables>): Promise<void> {
  const head = await db.selectFrom('audit_head').select('seq').where('name', '=', 'head').executeTakeFirst();
  if (head === undefined) await db.insertInto('audit_head').values({ name: 'head', seq: 0, hash: GENESIS }).execute();
}
