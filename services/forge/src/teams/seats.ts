import type { Reader } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import type { Repository } from '../repositories/repository.ts';
import type { Standing, Unit } from '../repositories/repository-policy.ts';
import { opens, opensAnything, rightsOfTeam, teamOf, type Team } from './team.ts';

type Permission = NonNullable<Standing['collaboration']>;

/** The teams of a person; none of nobody. */
export async function seatsOf(db: Reader<ForgeTables>, principalId: string): Promise<Team[]> {
  if (principalId === '') return [];
  const rows = await db
    .selectFrom('team_members')
    .innerJoin('teams', 'teams.id', 'team_members.team_id')
    .selectAll('teams')
    .where('team_members.principal_id', '=', principalId)
    .execute();
  return rows.map(teamOf);
}

/** Which of these teams each repository was given to one by one: "team repository". */
async function grantsOf(
  db: Reader<ForgeTables>,
  seats: readonly Team[],
  repositories: readonly Repository[],
): Promise<ReadonlySet<string>> {
  if (seats.length === 0 || repositories.length === 0) return new Set();
  const rows = await db
    .selectFrom('team_repositories')
    .selectAll()
    .where(
      'repository_id',
      'in',
      repositories.map(({ id }) => id),
    )
    .where(
      'team_id',
      'in',
      seats.map(({ id }) => id),
    )
    .execute();
  return new Set(rows.map((row) => `${row.team_id} ${row.repository_id}`));
}

/** How somebody with these teams stands to each of the repositories; one question for all of them. */
export async function standingsOf(
  db: Reader<ForgeTables>,
  seats: readonly Team[],
  repositories: readonly Repository[],
): Promise<(repository: Repository, collaboration: Permission | null) => Standing> {
  const owners = new Set(repositories.map(({ owner }) => owner.id));
  const single = seats.filter((team) => owners.has(team.ownerId) && !team.allRepositories);
  const grants = await grantsOf(db, single, repositories);
  return ({ id, owner }, collaboration) => {
    const own = seats.filter(({ ownerId }) => ownerId === owner.id);
    const reaching = own.filter((team) => team.allRepositories || grants.has(`${team.id} ${id}`));
    return { collaboration, isMember: own.length > 0, teams: reaching.map(rightsOfTeam) };
  };
}

/** What of the teams a list of repositories asks for, or of what is of one unit there. */
export function reachOf(seats: readonly Team[], unit?: Unit): { members: number[]; whole: number[]; single: number[] } {
  const opening = seats.filter((team) => (unit === undefined ? opensAnything(team) : opens(team, unit)));
  return {
    members: [...new Set(seats.map(({ ownerId }) => ownerId))],
    whole: [...new Set(opening.filter((team) => team.allRepositories).map(({ ownerId }) => ownerId))],
    single: opening.filter((team) => !team.allRepositories).map(({ id }) => id),
  };
}
