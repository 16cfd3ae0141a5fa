import type { Selectable } from 'kysely';

import { fromJson } from '@mosaic/platform/db';

import type { TeamRow } from '../db/schema.ts';
import type { TeamRights, Unit } from '../repositories/repository-policy.ts';
import type { TeamPermission, TeamUnits } from './units.ts';

/** People of an organization who may the same in the same repositories. */
export interface Team {
  id: number;
  /** The organization's, of `owners`. */
  ownerId: number;
  name: string;
  description: string;
  permission: TeamPermission;
  units: TeamUnits;
  allRepositories: boolean;
  createsRepositories: boolean;
}

export function teamOf(row: Selectable<TeamRow>): Team {
  return {
    id: row.id,
    ownerId: row.owner_id,
    name: row.name,
    description: row.description,
    permission: row.permission,
    units: fromJson(row.units),
    allRepositories: row.all_repositories === 1,
    createsRepositories: row.creates_repositories === 1,
  };
}

/** What the team may in each of its repositories. */
export function rightsOfTeam({ permission, units }: Pick<Team, 'permission' | 'units'>): TeamRights {
  const administers = permission === 'admin' || permission === 'owner';
  return {
    administers,
    code: units['repo.code'] ?? 'none',
    issues: units['repo.issues'] ?? 'none',
    pulls: units['repo.pulls'] ?? 'none',
  };
}

/** Whether it opens one part of its repositories; pull requests need code besides, of this team or another. */
export function opens(team: Pick<Team, 'permission' | 'units'>, unit: Unit): boolean {
  const rights = rightsOfTeam(team);
  return rights.administers || rights[unit] !== 'none';
}

/** Whether it opens anything that there is here; without code, pull requests stay shut. */
export function opensAnything(team: Pick<Team, 'permission' | 'units'>): boolean {
  const { administers, code, issues } = rightsOfTeam(team);
  return administers || code !== 'none' || issues !== 'none';
}
