import type { Kysely } from 'kysely';

import { addColumn, type Migration } from '@mosaic/platform/db';

import { searchableText } from '../../issues/fold-text.ts';

/** Issues that are filled in at once. */
const BATCH = 200;

/** Title and text of an issue without case, since the engines disagree on what lower case is. */
export const issueSearch: Migration = {
  name: '003-issue-search',
  steps: [
    (db, t) => addColumn(db, { table: 'issues', name: 'searchable', type: t.text }),
    async (db) => {
      const issues = db as Kysely<{ issues: { id: number; title: string; body: string; searchable: string | null } }>;
      for (;;) {
        const rows = await issues
          .selectFrom('issues')
          .select(['id', 'title', 'body'])
          .where('searchable', 'is', null)
          .limit(BATCH)
          .execute();
        if (rows.length === 0) return;
        for (const row of rows)
          await issues
            .updateTable('issues')
            .set({ searchable: searchableText(row) })
            .where('id', '=', row.id)
            .execute();
      }
    },
  ],
};
