import { addColumn, type Migration } from '@mosaic/platform/db';

/** What a hook's deliveries say in `Authorization`, sealed; hooks from before say nothing. */
export const hookAuthorization: Migration = {
  name: '006-hook-authorization',
  steps: [(db, t) => addColumn(db, { table: 'hooks', name: 'authorization_header', type: t.text })],
};
