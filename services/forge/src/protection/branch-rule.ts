import type { Selectable } from 'kysely';

import { fromJson } from '@mosaic/platform/db';

import type { BranchRuleRow } from '../db/schema.ts';
import { withTeams, type BranchRuleSettings } from './branch-rule-settings.ts';
import { teamsAmong, type TeamRoster } from './team-roster.ts';

export interface BranchRule extends BranchRuleSettings {
  id: number;
  repositoryId: number;
  /** A branch, in any case, or a glob. */
  name: string;
  priority: number;
  createdAt: number;
  updatedAt: number;
}

export function branchRuleOf(row: Selectable<BranchRuleRow>, roster: TeamRoster): BranchRule {
  return {
    ...withTeams(fromJson(row.settings), (ids) => teamsAmong(roster, ids)),
    id: row.id,
    repositoryId: row.repository_id,
    name: row.name,
    priority: row.priority,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
