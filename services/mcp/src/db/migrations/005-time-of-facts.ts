import type { Migration } from '@mosaic/platform/db';

/** The facts of the last moments are found by when they happened. */
export const timeOfFacts: Migration = {
  name: '005-time-of-facts',
  steps: [(db) => db.schema.createIndex('facts_time').ifNotExists().on('facts').columns(['time', 'seq']).execute()],
};
