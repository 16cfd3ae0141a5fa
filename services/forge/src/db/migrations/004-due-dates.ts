import { addColumn, type Migration } from '@mosaic/platform/db';

/** When an issue is to be done; issues from before have no such day. */
export const dueDates: Migration = {
  name: '004-due-dates',
  steps: [(db, t) => addColumn(db, { table: 'issues', name: 'due_at', type: t.time })],
};
