import { addColumn, type Migration } from '@mosaic/platform/db';

/** With which session or token a site's code was asked for. */
export const siteVisits: Migration = {
  name: '003-site-visits',
  steps: [(db, types) => addColumn(db, { table: 'one_time_secrets', name: 'credential_id', type: types.key })],
};
