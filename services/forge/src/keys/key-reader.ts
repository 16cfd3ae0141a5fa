import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { keyOfRow, type SshKey } from './key.ts';

export interface KeyList {
  /** Anybody's where it is left out. */
  principalId?: string | undefined;
  fingerprint?: string | undefined;
  offset: number;
  limit: number;
}

/** Finds the keys of people. */
export class KeyReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  async list({ principalId, fingerprint, offset, limit }: KeyList): Promise<{ items: SshKey[]; total: number }> {
    return this.#store.read(async (db) => {
      let query = db.selectFrom('ssh_keys').where('principal_id', 'is not', null);
      if (principalId !== undefined) query = query.where('principal_id', '=', principalId);
      if (fingerprint !== undefined) query = query.where('fingerprint', '=', fingerprint);
      const { total } = await query.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await query.selectAll().orderBy('id').offset(offset).limit(limit).execute();
      return { items: rows.map(keyOfRow), total: Number(total) };
    });
  }

  async byId(id: number): Promise<SshKey | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('ssh_keys').selectAll().where('id', '=', id).where('principal_id', 'is not', null).executeTakeFirst();
      return row === undefined ? null : keyOfRow(row);
    });
  }

  /** The key that a client shows, whoever's it is: with `principalId` empty, one that only repositories know. */
  async byFingerprint(fingerprint: string): Promise<SshKey | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('ssh_keys').selectAll().where('fingerprint', '=', fingerprint).executeTakeFirst();
      return row === undefined ? null : keyOfRow(row);
    });
  }
}
