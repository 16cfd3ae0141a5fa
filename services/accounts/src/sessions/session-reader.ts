import type { Reader } from '@mosaic/platform/db';

import type { AccountsTables, SessionRow } from '../db/schema.ts';

/** By id; undefined also for the id of a token. */
export function findSession(db: Reader<AccountsTables>, id: string): Promise<SessionRow | undefined> {
  return db.selectFrom('sessions').selectAll().where('id', '=', id).executeTakeFirst();
}
