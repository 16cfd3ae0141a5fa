import { sql, type SqlBool } from 'kysely';

import type { Reader } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { rightsOfTeam, teamOf } from '../teams/team.ts';
import type { ListedTeam } from './branch-rule-settings.ts';

/** The teams that rules of a repository may name, by id: those of its organization that may see its code or pull requests. */
export type TeamRoster = ReadonlyMap<number, ListedTeam>;

/** As it is now: a team that is deleted, or has the repository no more, is in no rule of it. */
export async function teamRoster(db: Reader<ForgeTables>, repositoryId: number): Promise<TeamRoster> {
  const rows = await db
    .selectFrom('teams')
    .innerJoin('repositories', 'repositories.owner_id', 'teams.owner_id')
    .selectAll('teams')
    .where('repositories.id', '=', repositoryId)
    .where(
      sql<SqlBool>`(teams.all_repositories = 1 or exists (select 1 from team_repositories g where g.team_id = teams.id and g.repository_id = ${repositoryId}))`,
    )
    .orderBy('teams.name_lower')
    .execute();
  const teams = rows.map(teamOf).filter((team) => {
    const { administers, code, pulls } = rightsOfTeam(team);
    return administers || code !== 'none' || pulls !== 'none';
  });
  if (teams.length === 0) return new Map();
  const members = await db
    .selectFrom('team_members')
    .innerJoin('teams', 'teams.id', 'team_members.team_id')
    .innerJoin('organization_members', (join) =>
      join
        .onRef('organization_members.principal_id', '=', 'team_members.principal_id')
        .onRef('organization_members.owner_id', '=', 'teams.owner_id'),
    )
    .select(['team_members.team_id', 'organization_members.uid'])
    .where(
      'team_members.team_id',
      'in',
      teams.map(({ id }) => id),
    )
    .execute();
  const uids = Map.groupBy(members, (member) => member.team_id);
  return new Map(teams.map(({ id, name }) => [id, { id, name, uids: (uids.get(id) ?? []).map(({ uid }) => uid) }]));
}

/** Those of a rule that still count, by name. */
export function teamsAmong(roster: TeamRoster, ids: readonly number[]): ListedTeam[] {
  return [...roster.values()].filter(({ id }) => ids.includes(id));
}
