import { sql, type Kysely } from 'kysely';

import type { Migration } from '@mosaic/platform/db';

/** Facts and journeys of projects knew their repository by its name alone, which a later repository may bear. */
export const idsOfRepositories: Migration = {
  name: '003-ids-of-repositories',
  steps: [(db) => fill(db, 'facts'), (db) => fill(db, 'journeys')],
};

async function fill(db: Kysely<unknown>, table: 'facts' | 'journeys'): Promise<void> {
  const rows = sql.table(table);
  await sql`
    update ${rows} set repository_id =
      coalesce((select projects.repository_id from projects where projects.repository = ${rows}.repository), 0)
    where repository_id = 0 and repository <> ''`.execute(db);
}
