import { auditWritten, Login, type Principal } from '@mosaic/contracts/mosaic';
import { isUniqueViolation, toJson, type Writer } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { People } from '../identity/people.ts';
import { emitNewNames } from '../owners/owner-writer.ts';
import { renameOwner, takeOwnerName } from '../repositories/former-names.ts';
import { hideForksOf } from '../repositories/fork-visibility.ts';
import { everyUnit } from '../teams/units.ts';
import { organizationOf, organizationsIn, uidOf, type Organization, type Profile } from './organization.ts';

export type Founder = Pick<Principal, 'id' | 'uid' | 'login'>;

/** The team that has every right; each organization has it from its first moment on. */
const OWNERS = 'Owners';

/** Makes, changes and deletes organizations. */
export class OrganizationWriter {
  readonly #events: EventLog<ForgeTables>;
  readonly #people: Pick<People, 'isKnown'>;

  constructor(events: EventLog<ForgeTables>, people: Pick<People, 'isKnown'>) {
    this.#events = events;
    this.#people = people;
  }

  /** With its team of owners, in which the founder is. @throws MosaicError `invalid_input` where the name cannot be had. */
  async create({ name, profile, founder }: { name: string; profile: Profile; founder: Founder }, cause: Cause): Promise<Organization> {
    await this.#requireFree(name);
    return this.#named(name, async (writer) => {
      const { db } = writer;
      await takeOwnerName(writer, name);
      const owner = { kind: 'organization', principal_id: null, uid: 0, ...named(name), visibility: profile.visibility } as const;
      const { id } = await db
        .insertInto('owners')
        .values({ ...owner, created_at: Date.now() })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .updateTable('owners')
        .set({ uid: uidOf(id) })
        .where('id', '=', id)
        .execute();
      await db
        .insertInto('organizations')
        .values({ owner_id: id, ...rowOf(profile) })
        .execute();
      await foundTeam(writer, id, founder);
      writer.as(cause).emit(auditWritten, audit(name, 'organization.create', { owner: founder.login, visibility: profile.visibility }));
      return find(writer, id);
    });
  }

  async edit(organization: Organization, change: Partial<Profile>, cause: Cause): Promise<Organization> {
    const profile = { ...organization, ...change };
    return this.#events.transact(async (writer) => {
      const { db } = writer;
      await db.updateTable('organizations').set(rowOf(profile)).where('owner_id', '=', organization.id).execute();
      await db.updateTable('owners').set({ visibility: profile.visibility }).where('id', '=', organization.id).execute();
      writer.as(cause).emit(auditWritten, audit(organization.name, 'organization.edit', { ...change }));
      if (profile.visibility !== organization.visibility) await emitNewNames(writer.as(cause), organization.id);
      if (profile.visibility !== 'public') await hideForksOf(writer.as(cause), organization.id, organization.visibility === 'public');
      return find(writer, organization.id);
    });
  }

  /** Its repositories stand at another address then. @throws MosaicError `invalid_input` where the name cannot be had. */
  async rename({ id, name: former }: Organization, name: string, cause: Cause): Promise<void> {
    if (name.toLowerCase() !== former.toLowerCase()) await this.#requireFree(name);
    await this.#named(name, async (writer) => {
      await writer.db.updateTable('owners').set(named(name)).where('id', '=', id).execute();
      writer.as(cause).emit(auditWritten, audit(name, 'organization.rename', { former }));
      await renameOwner(writer, { ownerId: id, former, name });
      await emitNewNames(writer.as(cause), id);
    });
  }

  /** @throws MosaicError `invalid_input` while it owns repositories. */
  async remove({ id, name }: Organization, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const owned = await db
        .selectFrom('repositories')
        .select((select) => select.fn.countAll<number>().as('total'))
        .where('owner_id', '=', id)
        .executeTakeFirstOrThrow();
      if (owned.total > 0)
        throw new MosaicError(
          'invalid_input',
          `${name} still owns ${owned.total === 1 ? 'a repository' : `${owned.total} repositories`}; delete what it owns first.`,
        );
      await db.deleteFrom('owners').where('id', '=', id).execute();
      as(cause).emit(auditWritten, audit(name, 'organization.delete', {}));
    });
  }

  async #requireFree(name: string): Promise<void> {
    const fault = Login.safeParse(name).error?.issues[0]?.message;
    if (fault !== undefined) throw new MosaicError('invalid_input', `"${name.slice(0, 100)}" cannot name an organization: ${fault}.`);
    if (await this.#people.isKnown(name)) throw taken(name);
  }

  async #named<T>(
    name: string,
    write: (writer: Parameters<Parameters<EventLog<ForgeTables>['transact']>[0]>[0]) => Promise<T>,
  ): Promise<T> {
    try {
      return await this.#events.transact(write);
    } catch (error) {
      if (isUniqueViolation(error)) throw taken(name);
      throw error;
    }
  }
}

async function foundTeam({ db }: Writer<ForgeTables>, ownerId: number, founder: Founder): Promise<void> {
  const team = {
    owner_id: ownerId,
    name: OWNERS,
    name_lower: OWNERS.toLowerCase(),
    description: '',
    permission: 'owner',
    units: toJson(everyUnit('admin')),
    all_repositories: 1,
    creates_repositories: 1,
    created_at: Date.now(),
  } as const;
  const { id } = await db.insertInto('teams').values(team).returning('id').executeTakeFirstOrThrow();
  const { id: principal_id, uid, login } = founder;
  const member = { owner_id: ownerId, principal_id, uid, login, login_lower: login.toLowerCase(), shown: 0 };
  await db.insertInto('organization_members').values(member).execute();
  await db.insertInto('team_members').values({ team_id: id, principal_id }).execute();
}

async function find({ db }: Writer<ForgeTables>, id: number): Promise<Organization> {
  const row = await organizationsIn(db).where('owners.id', '=', id).executeTakeFirst();
  if (row === undefined) throw new MosaicError('not_found', 'The organization has been deleted meanwhile.');
  return organizationOf(row);
}

const named = (name: string) => ({ name, name_lower: name.toLowerCase() });

function rowOf({ fullName, email, description, website, location, adminsChangeTeams }: Profile) {
  return { full_name: fullName, email, description, website, location, admins_change_teams: adminsChangeTeams ? 1 : 0 };
}

const taken = (name: string) => new MosaicError('invalid_input', `The name "${name}" is taken; choose another one.`);

function audit(subject: string, operation: string, detail: Record<string, unknown>) {
  return { subject, data: { operation, allowed: true, detail } };
}
