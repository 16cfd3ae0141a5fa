import { sql, type SqlBool } from 'kysely';

import { Login } from '@mosaic/contracts/mosaic';
import type { Store } from '@mosaic/platform/db';
import { permits, type Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import { seatsOf } from '../teams/seats.ts';
import type { Team } from '../teams/team.ts';
import { memberOf, organizationOf, organizationsIn, type Member, type Organization } from './organization.ts';
import { placeIn, type Place } from './organization-policy.ts';

/** An organization with what the asker is to it. */
export interface OrganizationAccess {
  organization: Organization;
  place: Place;
  /** The asker's teams, of any organization. */
  seats: readonly Team[];
}

export interface OrganizationList {
  caller: Caller;
  /** Only those that this principal is a member of; `shown`: as far as everybody may know of it. */
  member?: { principalId: string; shown: boolean } | undefined;
  offset: number;
  limit: number;
}

/** Finds organizations, their members, and what somebody is to them. */
export class OrganizationReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** By name, without regard to case; null when there is none that the caller may know of. */
  async byName(caller: Caller, name: string): Promise<OrganizationAccess | null> {
    if (!Login.safeParse(name).success) return null;
    return this.#store.read(async (db) => {
      const row = await organizationsIn(db).where('name_lower', '=', name.toLowerCase()).executeTakeFirst();
      return row === undefined ? null : this.#seenBy(caller, organizationOf(row), await seatsOf(db, caller.id));
    });
  }

  async byId(caller: Caller, id: number): Promise<OrganizationAccess | null> {
    return this.#store.read(async (db) => {
      const row = await organizationsIn(db).where('owners.id', '=', id).executeTakeFirst();
      return row === undefined ? null : this.#seenBy(caller, organizationOf(row), await seatsOf(db, caller.id));
    });
  }

  #seenBy(caller: Caller, organization: Organization, seats: readonly Team[]): OrganizationAccess | null {
    const place = placeIn(caller, organization, seats);
    return place === 'stranger' ? null : { organization, place, seats };
  }

  /** Those that the caller may know of, by name. */
  async list({ caller, member, offset, limit }: OrganizationList): Promise<{ items: Organization[]; total: number }> {
    return this.#store.read(async (db) => {
      const own = caller.repositories === null ? [...new Set((await seatsOf(db, caller.id)).map(({ ownerId }) => ownerId))] : [];
      const whole =
        caller.repositories === null && (caller.role === 'administrator' || (caller.builtIn && permits(caller, 'forge:repository:read')));
      const shown = caller.kind === 'anonymous' ? ['public' as const] : (['public', 'limited'] as const);
      const found = organizationsIn(db)
        .$if(!whole, (query) =>
          query.where((where) =>
            where.or([where('owners.visibility', 'in', shown), ...(own.length === 0 ? [] : [where('owners.id', 'in', own)])]),
          ),
        )
        .$if(member !== undefined, (query) =>
          query.where(
            sql<SqlBool>`exists (select 1 from organization_members m where m.owner_id = owners.id
              and m.principal_id = ${member?.principalId} and m.shown >= ${member?.shown === true ? 1 : 0})`,
          ),
        );
      const { total } = await found
        .clearSelect()
        .select((select) => select.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await found.orderBy('owners.name_lower').offset(offset).limit(limit).execute();
      return { items: rows.map(organizationOf), total };
    });
  }

  /** Members by name; `shown`: those of whom everybody may know. */
  async members(id: number, { shown }: { shown: boolean }): Promise<Member[]> {
    return this.#store.read(async (db) => {
      const rows = await db
        .selectFrom('organization_members')
        .selectAll()
        .where('owner_id', '=', id)
        .$if(shown, (query) => query.where('shown', '=', 1))
        .orderBy('login_lower')
        .execute();
      return rows.map(memberOf);
    });
  }

  async member(id: number, principalId: string): Promise<Member | null> {
    return this.#store.read(async (db) => {
      const row = await db
        .selectFrom('organization_members')
        .selectAll()
        .where('owner_id', '=', id)
        .where('principal_id', '=', principalId)
        .executeTakeFirst();
      return row === undefined ? null : memberOf(row);
    });
  }
}
