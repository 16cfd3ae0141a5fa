import { addColumn, type Migration } from '@mosaic/platform/db';

/** Rules for tags name teams too; what a rule for branches says is one JSON, whose lists may lack them. */
export const tagTeams: Migration = {
  name: '018-tag-teams',
  steps: [(db, t) => addColumn(db, { table: 'tag_rules', name: 'teams', type: t.text })],
};
