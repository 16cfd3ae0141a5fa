import type { Selectable } from 'kysely';

import { fromJson } from '@mosaic/platform/db';

import type { TagRuleRow } from '../db/schema.ts';
import type { ListedTeam, Named } from './branch-rule-settings.ts';
import { teamsAmong, type TeamRoster } from './team-roster.ts';

/** Tags that only some may make, move and delete. */
export interface TagRule {
  id: number;
  repositoryId: number;
  /** A glob without separators. */
  pattern: string;
  people: Named[];
  teams: ListedTeam[];
  createdAt: number;
  updatedAt: number;
}

export function tagRuleOf(row: Selectable<TagRuleRow>, roster: TeamRoster): TagRule {
  return {
    id: row.id,
    repositoryId: row.repository_id,
    pattern: row.name_pattern,
    people: fromJson(row.people),
    teams: teamsAmong(roster, row.teams === null ? [] : fromJson(row.teams)),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
