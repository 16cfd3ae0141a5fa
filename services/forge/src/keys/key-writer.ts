import { auditWritten } from '@mosaic/contracts/mosaic';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { keyOfRow, type SshKey } from './key.ts';
import { dropUnusedDeployKey } from './deploy-key-writer.ts';
import { insertKey, type Owner } from './key-rows.ts';
import type { PublicKey } from './public-key.ts';

/** Keys of one person at most. */
const KEYS_MAX = 100;
/** How often the last use of a key is written down, ms. */
const TOUCH_MS = 60_000;

/** Adds and removes the keys of people. */
export class KeyWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** @throws MosaicError `invalid_input` where key or title are taken. */
  async add(owner: Owner, { title, key }: { title: string; key: PublicKey }, cause: Cause): Promise<SshKey> {
    return this.#events.transact(async (writer) => {
      const { db } = writer;
      await dropUnusedDeployKey(writer, key.fingerprint);
      const taken = await db.selectFrom('ssh_keys').select('id').where('fingerprint', '=', key.fingerprint).executeTakeFirst();
      if (taken !== undefined) throw new MosaicError('invalid_input', 'Key content has been used as non-deploy key');
      const own = await db.selectFrom('ssh_keys').select('title').where('principal_id', '=', owner.id).execute();
      if (own.some((one) => one.title === title)) throw new MosaicError('invalid_input', 'Key title has been used');
      if (own.length >= KEYS_MAX) throw new MosaicError('invalid_input', `A person has at most ${KEYS_MAX} keys; delete one first.`);
      const row = await insertKey(db, { owner, title, key });
      writer.as(cause).emit(auditWritten, audit(owner.login, { operation: 'key.add', keyId: row.id, fingerprint: key.fingerprint }));
      return keyOfRow(row);
    });
  }

  async remove(key: SshKey, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('ssh_keys').where('id', '=', key.id).execute();
      as(cause).emit(auditWritten, audit(key.login, { operation: 'key.remove', keyId: key.id, fingerprint: key.fingerprint }));
    });
  }

  /** Notes that a key was used, to the minute. */
  async touch(key: Pick<SshKey, 'id' | 'usedAt'>): Promise<void> {
    const now = Date.now();
    if (key.usedAt !== null && key.usedAt > now - TOUCH_MS) return;
    await this.#events.transact(async ({ db }) => {
      await db.updateTable('ssh_keys').set({ used_at: now }).where('id', '=', key.id).execute();
    });
  }
}

function audit(subject: string, { operation, ...detail }: { operation: string; keyId: number; fingerprint: string }) {
  return { subject, data: { operation, allowed: true, detail } };
}
