import { sql, type Expression, type SqlBool } from 'kysely';

import type { Reader } from '@mosaic/platform/db';
import { permits, type Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { reachOf } from '../teams/seats.ts';
import type { Team } from '../teams/team.ts';
import { repositoriesIn } from './repository.ts';
import type { Unit } from './repository-policy.ts';

/** Repositories beside their owners and what each gives the caller as a collaborator: what the conditions here are of. */
export function withCollaboration(db: Reader<ForgeTables>, caller: Pick<Caller, 'id'>) {
  return repositoriesIn(db).leftJoin('collaborators', (join) =>
    join.onRef('collaborators.repository_id', '=', 'repositories.id').on('collaborators.principal_id', '=', caller.id),
  );
}

/** The conditions of `rightsOf` in SQL, so that a page is never short: what of the repositories, or of one unit in them, a caller may see. */
export function seenBy(caller: Caller, seats: readonly Team[], unit?: Unit): Expression<SqlBool>[] {
  // A pull request shows code.
  const units: (Unit | undefined)[] = unit === 'pulls' ? ['pulls', 'code'] : [unit];
  const { members } = reachOf(seats);
  const shown = caller.kind === 'anonymous' ? ['public'] : ['public', 'limited'];
  const open = sql<SqlBool>`(repositories.private = 0 and (owners.visibility in (${sql.join(shown)}) or ${among('repositories.owner_id', members)}))`;
  const seesAll = caller.role === 'administrator' || (caller.builtIn && permits(caller, 'forge:repository:read'));
  const conditions = seesAll ? [] : caller.id === '' ? [open] : units.map((one) => anyOf([open, own(caller, seats, one)]));
  return [...conditions, ...listedBy(caller)];
}

/** Own, collaborated and by teams. */
export function ownOf(caller: Caller, seats: readonly Team[]): Expression<SqlBool>[] {
  return [own(caller, seats), ...listedBy(caller)];
}

/** Given to a team, one by one or with all of its organization. */
export function givenTo({ id, ownerId, allRepositories }: Pick<Team, 'id' | 'ownerId' | 'allRepositories'>): Expression<SqlBool> {
  return allRepositories
    ? sql<SqlBool>`repositories.owner_id = ${ownerId}`
    : sql<SqlBool>`exists (select 1 from team_repositories g where g.repository_id = repositories.id and g.team_id = ${id})`;
}

function own(caller: Caller, seats: readonly Team[], unit?: Unit): Expression<SqlBool> {
  const { whole, single } = reachOf(seats, unit);
  return anyOf([
    sql<SqlBool>`owners.principal_id = ${caller.id}`,
    sql<SqlBool>`collaborators.permission is not null`,
    among('repositories.owner_id', whole),
    single.length === 0
      ? NEVER
      : sql<SqlBool>`exists (select 1 from team_repositories t where t.repository_id = repositories.id and ${among('t.team_id', single)})`,
  ]);
}

/** A token that lists repositories reaches no other. */
function listedBy({ repositories }: Pick<Caller, 'repositories'>): Expression<SqlBool>[] {
  return repositories === null ? [] : [among('repositories.id', repositories)];
}

const NEVER = sql<SqlBool>`1 = 0`;

export function anyOf(conditions: Expression<SqlBool>[]): Expression<SqlBool> {
  return sql<SqlBool>`(${sql.join(conditions, sql` or `)})`;
}

function among(column: string, ids: readonly number[]): Expression<SqlBool> {
  return ids.length === 0 ? NEVER : sql<SqlBool>`${sql.ref(column)} in (${sql.join([...ids])})`;
}
