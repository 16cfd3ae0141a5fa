import { sql, type SqlBool } from 'kysely';

import type { Store } from '@mosaic/platform/db';

import type { ForgeTables } from '../db/schema.ts';
import { memberOf, organizationOf, organizationsIn, type Member, type Organization } from '../organizations/organization.ts';
import { teamOf, type Team } from './team.ts';

export interface TeamList {
  /** Of this organization. */
  ownerId?: number;
  /** That this principal is in. */
  principalId?: string;
  /** That have this repository, which is the organization's. */
  repositoryId?: number;
  /** A part of the name, in any case, or with `inDescription` of the description too. */
  q?: string;
  inDescription?: boolean;
}

export class TeamReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  async byId(id: number): Promise<Team | null> {
    return this.#store.read(async (db) => {
      const row = await db.selectFrom('teams').selectAll().where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : teamOf(row);
    });
  }

  async byName(ownerId: number, name: string): Promise<Team | null> {
    return (await this.list({ ownerId })).find((team) => team.name.toLowerCase() === name.toLowerCase()) ?? null;
  }

  /** By name, the owners first. */
  async list({ ownerId, principalId, repositoryId, q = '', inDescription = false }: TeamList): Promise<Team[]> {
    return this.#store.read(async (db) => {
      const like = `%${q.toLowerCase().replace(/[!%_]/g, (special) => `!${special}`)}%`;
      const rows = await db
        .selectFrom('teams')
        .selectAll()
        .$if(ownerId !== undefined, (query) => query.where('owner_id', '=', ownerId ?? 0))
        .$if(principalId !== undefined, (query) =>
          query.where('id', 'in', (mine) =>
            mine
              .selectFrom('team_members')
              .select('team_id')
              .where('principal_id', '=', principalId ?? ''),
          ),
        )
        .$if(repositoryId !== undefined, (query) =>
          query.where(
            sql<SqlBool>`(all_repositories = 1 or exists (select 1 from team_repositories g where g.team_id = teams.id and g.repository_id = ${repositoryId}))`,
          ),
        )
        .$if(q !== '', (query) =>
          query.where(
            inDescription
              ? sql<SqlBool>`(name_lower like ${like} escape '!' or lower(description) like ${like} escape '!')`
              : sql<SqlBool>`name_lower like ${like} escape '!'`,
          ),
        )
        .orderBy(sql`case when permission = 'owner' then 0 else 1 end`)
        .orderBy('name_lower')
        .orderBy('id')
        .execute();
      return rows.map(teamOf);
    });
  }

  async members({ id, ownerId }: Pick<Team, 'id' | 'ownerId'>): Promise<Member[]> {
    return this.#store.read(async (db) => {
      const rows = await db
        .selectFrom('team_members')
        .innerJoin('organization_members', 'organization_members.principal_id', 'team_members.principal_id')
        .selectAll('organization_members')
        .where('team_members.team_id', '=', id)
        .where('organization_members.owner_id', '=', ownerId)
        .orderBy('login_lower')
        .execute();
      return rows.map(memberOf);
    });
  }

  /** The organizations of these teams, by their ids. */
  async organizations(teams: readonly Team[]): Promise<ReadonlyMap<number, Organization>> {
    if (teams.length === 0) return new Map();
    return this.#store.read(async (db) => {
      const ids = [...new Set(teams.map(({ ownerId }) => ownerId))];
      const rows = await organizationsIn(db).where('owners.id', 'in', ids).execute();
      return new Map(rows.map((row) => [row.id, organizationOf(row)]));
    });
  }
}
