import type { Selectable } from 'kysely';

import type { AuditVerdict } from '@mosaic/contracts/mosaic';
import type { Reader, Store } from '@mosaic/platform/db';
import { sameSecret } from '@mosaic/platform/secrets';

import type { AccountsTables } from '../db/schema.ts';
import { GENESIS, linkHash, type ChainedFacts } from './audit-chain.ts';

export type AuditRow = Selectable<AccountsTables['audit_records']>;

/** Rows read at once while verifying; between two pages others have their turn. */
const PAGE = 500;

export class AuditReader {
  readonly #store: Store<AccountsTables>;
  readonly #key: Buffer;

  /** `key`: with which the chain is sealed. */
  constructor(store: Store<AccountsTables>, key: Buffer) {
    this.#store = store;
    this.#key = key;
  }

  /** Oldest first, from one on. */
  after(after: number, limit: number): Promise<AuditRow[]> {
    return this.#store.read((db) => readAudit(db, { after, limit }));
  }

  /** From the newest back, below `before` where it is given. */
  newest(before: number | undefined, limit: number): Promise<AuditRow[]> {
    return this.#store.read((db) => readNewestAudit(db, { before, limit }));
  }

  /** Walks the chain up to the head of this moment and tells the first link that is altered or gone. */
  async verify(): Promise<AuditVerdict> {
    const head = await this.#store.read((db) => db.selectFrom('audit_head').selectAll().where('name', '=', 'head').executeTakeFirst());
    const end = head?.seq ?? 0;
    let seq = 0;
    let hash = GENESIS;
    while (seq < end) {
      const rows = await this.after(seq, PAGE);
      for (const row of rows) {
        if (seq === end) break;
        if (!follows(row, { seq, hash }, this.#key)) return { intact: false, records: seq, brokenAt: seq + 1 };
        seq = row.seq;
        hash = row.hash;
      }
      if (rows.length === 0) return { intact: false, records: seq, brokenAt: seq + 1 };
    }
    if (hash !== (head?.hash ?? GENESIS)) return { intact: false, records: seq, brokenAt: seq };
    return { intact: true, records: seq, brokenAt: null };
  }
}

export function readAudit(db: Reader<AccountsTables>, { after, limit }: { after: number; limit: number }): Promise<AuditRow[]> {
  return db.selectFrom('audit_records').selectAll().where('seq', '>', after).orderBy('seq').limit(limit).execute();
}

/** From the newest back, below `before` where it is given. */
export function readNewestAudit(
  db: Reader<AccountsTables>,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<AuditRow[]> {
  return db
    .selectFrom('audit_records')
    .selectAll()
    .$if(before !== undefined, (query) => query.where('seq', '<', before as number))
    .orderBy('seq', 'desc')
    .limit(limit)
    .execute();
}

function follows(row: AuditRow, previous: { seq: number; hash: string }, key: Buffer): boolean {
  return row.seq === previous.seq + 1 && row.prev_hash === previous.hash && isSealedBy(row, key);
}

/** Whether the record is as it was when it was sealed, and this is the key of that time. */
export function isSealedBy(row: AuditRow, key: Buffer): boolean {
  return sameSecret(linkHash(key, chainedFactsOf(row)), row.hash);
}

/** What the hash of a record covers; no other column of the row may get in. */
export function chainedFactsOf(row: AuditRow): ChainedFacts {
  const { seq, event_id: eventId, source, type, subject, time, trace_id: traceId, actor, data, prev_hash: prevHash } = row;
  return { seq, eventId, source, type, subject, time, traceId, actor, data, prevHash };
}
