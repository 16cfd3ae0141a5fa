import { sql, type Expression, type SqlBool } from 'kysely';

import { Login } from '@mosaic/contracts/mosaic';
import type { Reader, Store } from '@mosaic/platform/db';
import type { Caller } from '@mosaic/platform/identity';

import type { ForgeTables } from '../db/schema.ts';
import type { Owner } from '../owners/owner.ts';
import { owns } from '../owners/owner-policy.ts';
import { OWNER_COLUMNS, repositoriesIn, repositoryOf, type Repository } from './repository.ts';
import { formerRepository } from './former-names.ts';
import { isRepositoryAddress } from './repository-name.ts';
import { seatsOf, standingsOf } from '../teams/seats.ts';
import type { Team } from '../teams/team.ts';
import { levelIn, rightsOf, type Judged, type Level, type Rights, type Standing } from './repository-policy.ts';
import { anyOf, givenTo, ownOf, seenBy, withCollaboration } from './repository-visibility.ts';

/** A repository together with what the asker may do in it. */
export interface Access {
  repository: Repository;
  /** In its code, as Gitea's `permissions` say. */
  level: Level;
  rights: Rights;
}

export interface RepositoryList {
  caller: Caller;
  /** `mine`: own, collaborated and by teams; otherwise all that the caller may see. */
  mine?: boolean;
  owner?: Owner | undefined;
  /** Of this owner, by uid: their own and those they work on as collaborators or in teams, or with `exclusive` their own alone. */
  person?: { uid: number; exclusive: boolean } | undefined;
  /** A part of the name, without regard to case, or with `inDescription` of the description too. */
  q?: string | undefined;
  inDescription?: boolean;
  /** Forks of this repository. */
  forkOf?: number | undefined;
  /** Forks alone, or what is none. */
  fork?: boolean | undefined;
  private?: boolean | undefined;
  /** Only what everybody may see. */
  publicOnly?: boolean;
  archived?: boolean | undefined;
  /** Given to this team, one by one or with all of its organization. */
  team?: Pick<Team, 'id' | 'ownerId' | 'allRepositories'> | undefined;
  /** The last changed first by default. */
  order?: RepositoryOrder | undefined;
  /** Whose repositories come first, by uid. */
  first?: number | undefined;
  offset: number;
  limit: number;
}

export interface RepositoryOrder {
  by: 'name' | 'created_at' | 'updated_at' | 'id';
  direction: 'asc' | 'desc';
}

/** Finds repositories. Answers what exists; whether the caller may know it is in `level`. */
export class RepositoryReader {
  readonly #store: Store<ForgeTables>;

  constructor(store: Store<ForgeTables>) {
    this.#store = store;
  }

  /** By owner and name, without regard to case; null when there is none that the caller may see. */
  async byName(caller: Caller, owner: string, name: string): Promise<Access | null> {
    if (!isRepositoryAddress(owner, name)) return null;
    return this.#find(caller, addressed(owner, name));
  }

  /** One that stood at this address before, where none stands now, and that the caller may see. */
  async byFormerName(caller: Caller, owner: string, name: string): Promise<(Access & { byOwner: boolean }) | null> {
    const found = await this.#former(owner, name);
    const access = found === null ? null : await this.byId(caller, found.id);
    return found === null || access === null ? null : { ...access, byOwner: found.byOwner };
  }

  /** The one at an address, else the one that stood there before. */
  async atAddress(caller: Caller, owner: string, name: string): Promise<Access | null> {
    return (await this.byName(caller, owner, name)) ?? (await this.byFormerName(caller, owner, name));
  }

  async #former(owner: string, name: string): Promise<{ id: number; byOwner: boolean } | null> {
    if (!isRepositoryAddress(owner, name)) return null;
    return this.#store.read((db) => formerRepository(db, owner, name));
  }

  async byId(caller: Caller, id: number): Promise<Access | null> {
    return this.#find(caller, sql<SqlBool>`repositories.id = ${id}`);
  }

  /** Those of these (ids and full names) that the caller may see. */
  async these(caller: Caller, asked: readonly (number | string)[]): Promise<Access[]> {
    const ids = asked.filter((one) => typeof one === 'number');
    const names = asked.filter((one) => typeof one === 'string').map((name) => name.toLowerCase());
    const conditions = [
      ...(ids.length === 0 ? [] : [sql<SqlBool>`repositories.id in (${sql.join(ids)})`]),
      ...(names.length === 0 ? [] : [named(names)]),
    ];
    return conditions.length === 0 ? [] : this.#seen(caller, sql<SqlBool>`(${sql.join(conditions, sql` or `)})`);
  }

  /** Somebody's fork of a repository, or what it and theirs were forked from; null when there is none that the caller may see. */
  async relative(caller: Caller, { id, forkOf }: Repository, owner: string): Promise<Access | null> {
    if (!Login.safeParse(owner).success) return null;
    const family = sql<SqlBool>`(repositories.fork_of = ${id} or repositories.id = ${forkOf ?? 0} or repositories.fork_of = ${forkOf ?? 0})`;
    const found = await this.#seen(caller, sql<SqlBool>`owners.name_lower = ${owner.toLowerCase()} and ${family}`);
    return (
      found.find(({ repository }) => repository.forkOf === id) ?? found.find((one) => one.repository.id === forkOf) ?? found[0] ?? null
    );
  }

  /** Whether two go back to one and the same repository. */
  async areRelated(one: Repository, other: Repository): Promise<boolean> {
    return (await this.#rootOf(one)) === (await this.#rootOf(other));
  }

  async #rootOf(repository: Repository): Promise<number> {
    let root = repository;
    while (root.forkOf !== null) {
      const parent = await this.load(root.forkOf);
      if (parent === null) break;
      root = parent;
    }
    return root.id;
  }

  /** For the forge's own work, without a caller. */
  async load(id: number): Promise<Repository | null> {
    return this.#load(sql<SqlBool>`repositories.id = ${id}`);
  }

  /** The same by the full name. */
  async loadByName(fullName: string): Promise<Repository | null> {
    const [owner = '', name = ''] = fullName.split('/');
    return this.#load(addressed(owner, name));
  }

  /** The same, also by an address at which it stood before. */
  async loadAtAddress(owner: string, name: string): Promise<Repository | null> {
    const standing = await this.loadByName(`${owner}/${name}`);
    const former = standing === null ? await this.#former(owner, name) : null;
    return former === null ? standing : this.load(former.id);
  }

  async #load(condition: Expression<SqlBool>): Promise<Repository | null> {
    return this.#store.read(async (db) => {
      const row = await repositoriesIn(db)
        .selectAll('repositories')
        .select(OWNER_COLUMNS)
        .where(condition)
        .where('state', '=', 'ready')
        .executeTakeFirst();
      return row === undefined ? null : repositoryOf(row);
    });
  }

  async list(request: RepositoryList): Promise<{ items: Access[]; total: number }> {
    return this.#store.read(async (db) => {
      const seats = await seatsOf(db, request.caller.id);
      const found = withCollaboration(db, request.caller)
        .where('repositories.state', '=', 'ready')
        .where((where) => where.and(visibleTo(request, seats)));
      const { by, direction } = request.order ?? { by: 'updated_at', direction: 'desc' };
      const { total } = await found.select((select) => select.fn.countAll<number>().as('total')).executeTakeFirstOrThrow();
      const rows = await found
        .selectAll('repositories')
        .select([...OWNER_COLUMNS, 'collaborators.permission'])
        .$if(request.first !== undefined, (query) => query.orderBy(sql`case when owners.uid = ${request.first} then 0 else 1 end`))
        .$if(by === 'name', (query) => query.orderBy('owners.name_lower', direction))
        .orderBy(by === 'name' ? 'repositories.name_lower' : `repositories.${by}`, direction)
        .orderBy('repositories.id', 'desc')
        .offset(request.offset)
        .limit(request.limit)
        .execute();
      return { items: await accessOf(db, request.caller, { rows, seats }), total };
    });
  }

  async #find(caller: Caller, condition: Expression<SqlBool>): Promise<Access | null> {
    const [found = null] = await this.#seen(caller, condition);
    return found;
  }

  async #seen(caller: Caller, condition: Expression<SqlBool>): Promise<Access[]> {
    return this.#store.read(async (db) => {
      const rows = await withCollaboration(db, caller)
        .selectAll('repositories')
        .select([...OWNER_COLUMNS, 'collaborators.permission'])
        .where('repositories.state', '=', 'ready')
        .where(condition)
        .execute();
      // Of a person's repositories no team has anything.
      const seats = rows.some(({ owner_kind: kind }) => kind === 'organization') ? await seatsOf(db, caller.id) : [];
      const found = await accessOf(db, caller, { rows, seats });
      return found.filter(({ rights }) => levelIn(rights, 'whole') !== 'none');
    });
  }

  /** What somebody else may do there, and whether they own it: themselves, or in the team of its owners. */
  async judge(repository: Repository, person: Judged): Promise<{ rights: Rights; isOwner: boolean }> {
    return this.#store.read(async (db) => {
      const given = await db
        .selectFrom('collaborators')
        .select('permission')
        .where('repository_id', '=', repository.id)
        .where('principal_id', '=', person.id)
        .executeTakeFirst();
      const seats = await seatsOf(db, person.id);
      const standing = (await standingsOf(db, seats, [repository]))(repository, given?.permission ?? null);
      const inOwners = seats.some(({ ownerId, permission }) => ownerId === repository.owner.id && permission === 'owner');
      return { rights: rightsOf(person, repository, standing), isOwner: inOwners || owns(person, repository.owner) };
    });
  }
}

type Row = Parameters<typeof repositoryOf>[0] & { permission: Standing['collaboration'] };

/** Of each row what the caller may do there. */
async function accessOf(
  db: Reader<ForgeTables>,
  caller: Caller,
  { rows, seats }: { rows: readonly Row[]; seats: readonly Team[] },
): Promise<Access[]> {
  const found = rows.map(({ permission, ...row }) => ({ repository: repositoryOf(row), permission }));
  const standingOf = await standingsOf(
    db,
    seats,
    found.map(({ repository }) => repository),
  );
  return found.map(({ repository, permission }) => {
    const rights = rightsOf(caller, repository, standingOf(repository, permission));
    return { repository, level: rights.code, rights };
  });
}

/** Any of these full names, in lower case; the parts are what the stores have indexes of. */
function named(fullNames: readonly string[]): Expression<SqlBool> {
  const part = (at: 0 | 1) => sql.join([...new Set(fullNames.map((name) => name.split('/')[at] ?? ''))]);
  return sql<SqlBool>`(owners.name_lower in (${part(0)}) and repositories.name_lower in (${part(1)}) and ${FULL_LOWER} in (${sql.join([...fullNames])}))`;
}

const FULL_LOWER = sql<string>`concat(owners.name_lower, '/', repositories.name_lower)`;

function addressed(owner: string, name: string): Expression<SqlBool> {
  return sql<SqlBool>`owners.name_lower = ${owner.toLowerCase()} and repositories.name_lower = ${name.toLowerCase()}`;
}

function visibleTo({ caller, mine = false, owner, ...narrowed }: RepositoryList, seats: readonly Team[]): Expression<SqlBool>[] {
  const conditions = mine ? ownOf(caller, seats) : seenBy(caller, seats);
  if (owner !== undefined) conditions.push(sql<SqlBool>`repositories.owner_id = ${owner.id}`);
  return [...conditions, ...narrowing(narrowed)];
}

/** What the caller asks for of what they may see. */
function narrowing({
  person,
  q = '',
  inDescription = false,
  private: isPrivate,
  publicOnly = false,
  archived,
  forkOf,
  fork,
  team,
}: Omit<RepositoryList, 'caller'>): Expression<SqlBool>[] {
  const conditions: Expression<SqlBool>[] = [];
  if (isPrivate !== undefined) conditions.push(sql<SqlBool>`repositories.private = ${isPrivate ? 1 : 0}`);
  if (forkOf !== undefined) conditions.push(sql<SqlBool>`repositories.fork_of = ${forkOf}`);
  if (fork !== undefined) conditions.push(sql<SqlBool>`repositories.fork_of is ${sql.raw(fork ? 'not null' : 'null')}`);
  if (publicOnly) conditions.push(sql<SqlBool>`(repositories.private = 0 and owners.visibility = 'public')`);
  if (archived !== undefined) conditions.push(sql<SqlBool>`repositories.archived = ${archived ? 1 : 0}`);
  if (person !== undefined) {
    const shared = sql<SqlBool>`exists (select 1 from collaborators c where c.repository_id = repositories.id and c.uid = ${person.uid})`;
    const own = sql<SqlBool>`owners.uid = ${person.uid}`;
    conditions.push(person.exclusive ? own : anyOf([own, shared, byTeamOf(person.uid)]));
  }
  if (team !== undefined) conditions.push(givenTo(team));
  if (q !== '') {
    const like = (text: string) => `%${text.replace(/[!%_]/g, (special) => `!${special}`)}%`;
    const inName = sql<SqlBool>`${FULL_LOWER} like ${like(q.toLowerCase())} escape '!'`;
    // The stores fold ASCII alone in the same way; other letters are found as they are written.
    const inText = sql<SqlBool>`(lower(repositories.description) like ${like(q.toLowerCase())} escape '!' or repositories.description like ${like(q)} escape '!')`;
    conditions.push(inDescription ? sql<SqlBool>`(${inName} or ${inText})` : inName);
  }
  return conditions;
}

/** That somebody, by uid, is in a team which has the repository. */
function byTeamOf(uid: number): Expression<SqlBool> {
  return sql<SqlBool>`exists (
    select 1 from organization_members m
    inner join team_members s on s.principal_id = m.principal_id
    inner join teams t on t.id = s.team_id and t.owner_id = m.owner_id
    where m.uid = ${uid} and m.owner_id = repositories.owner_id
      and (t.all_repositories = 1 or exists (select 1 from team_repositories g where g.team_id = t.id and g.repository_id = repositories.id)))`;
}
