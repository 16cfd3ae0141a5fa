import { auditWritten, type Principal } from '@mosaic/contracts/mosaic';
import type { Writer } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { Organization } from '../organizations/organization.ts';
import type { Team } from './team.ts';

type Organized = Pick<Organization, 'id' | 'name'>;
type Person = Pick<Principal, 'id' | 'uid' | 'login'>;

/** Brings people into teams and out of them; who is in any is a member of the organization. */
export class MemberWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  async add(organization: Organized, { team, person }: { team: Team; person: Person }, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const { id: principal_id, uid, login } = person;
      const known = await db
        .selectFrom('organization_members')
        .select('uid')
        .where('owner_id', '=', organization.id)
        .where('principal_id', '=', principal_id)
        .executeTakeFirst();
      const member = { owner_id: organization.id, principal_id, uid, login, login_lower: login.toLowerCase(), shown: 0 };
      if (known === undefined) await db.insertInto('organization_members').values(member).execute();
      await db.deleteFrom('team_members').where('team_id', '=', team.id).where('principal_id', '=', principal_id).execute();
      await db.insertInto('team_members').values({ team_id: team.id, principal_id }).execute();
      as(cause).emit(auditWritten, audit(organization, 'team.add-member', { team: team.name, login }));
    });
  }

  /** Does nothing for one who is not in it. @throws MosaicError `invalid_input` for the last of the owners. */
  async remove(organization: Organized, { team, person }: { team: Team; person: Person }, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      await leave(writer, organization, { teams: [team.id], person });
      writer.as(cause).emit(auditWritten, audit(organization, 'team.remove-member', { team: team.name, login: person.login }));
    });
  }

  /** From all teams. @throws MosaicError `invalid_input` for the last of the owners. */
  async dismiss(organization: Organized, person: Person, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const teams = await writer.db.selectFrom('teams').select('id').where('owner_id', '=', organization.id).execute();
      await leave(writer, organization, { teams: teams.map(({ id }) => id), person });
      writer.as(cause).emit(auditWritten, audit(organization, 'organization.dismiss', { login: person.login }));
    });
  }

  /** Whether everybody may know that somebody is a member. */
  async show(organization: Organized, { person, shown }: { person: Person; shown: boolean }, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db
        .updateTable('organization_members')
        .set({ shown: shown ? 1 : 0 })
        .where('owner_id', '=', organization.id)
        .where('principal_id', '=', person.id)
        .execute();
      as(cause).emit(auditWritten, audit(organization, 'organization.show-member', { login: person.login, shown }));
    });
  }
}

/** Writers take turns: of two owners who remove each other the second finds themselves the last one. */
async function leave(
  { db }: Writer<ForgeTables>,
  organization: Organized,
  { teams, person }: { teams: number[]; person: Person },
): Promise<void> {
  if (teams.length === 0) return;
  await db.deleteFrom('team_members').where('team_id', 'in', teams).where('principal_id', '=', person.id).execute();
  const left = await db
    .selectFrom('team_members')
    .innerJoin('teams', 'teams.id', 'team_members.team_id')
    .select(['team_members.principal_id', 'teams.permission'])
    .where('teams.owner_id', '=', organization.id)
    .where((where) => where.or([where('permission', '=', 'owner'), where('team_members.principal_id', '=', person.id)]))
    .execute();
  // What was deleted above is undone with the transaction.
  if (!left.some(({ permission }) => permission === 'owner'))
    throw new MosaicError('invalid_input', `${person.login} is the last owner of ${organization.name}; make somebody else an owner first.`);
  if (left.some(({ principal_id: id }) => id === person.id)) return;
  await db.deleteFrom('organization_members').where('owner_id', '=', organization.id).where('principal_id', '=', person.id).execute();
}

function audit(organization: Organized, operation: string, detail: Record<string, unknown>) {
  return { subject: organization.name, data: { operation, allowed: true, detail } };
}
