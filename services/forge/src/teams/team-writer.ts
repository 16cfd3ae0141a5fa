import { auditWritten } from '@mosaic/contracts/mosaic';
import { isUniqueViolation, toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import type { Organization } from '../organizations/organization.ts';
import type { Repository } from '../repositories/repository.ts';
import { teamOf, type Team } from './team.ts';

type Organized = Pick<Organization, 'id' | 'name'>;
export type TeamProfile = Omit<Team, 'id' | 'ownerId'>;

/** Makes, changes and deletes teams, and gives them repositories. */
export class TeamWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** @throws MosaicError `invalid_input` when the name is taken. */
  async create(organization: Organized, profile: TeamProfile, cause: Cause): Promise<Team> {
    return unlessTaken(
      profile.name,
      this.#events.transact(async ({ db, as }) => {
        const row = { owner_id: organization.id, ...rowOf(profile), created_at: Date.now() };
        const made = await db.insertInto('teams').values(row).returningAll().executeTakeFirstOrThrow();
        as(cause).emit(auditWritten, audit(organization, 'team.create', { team: profile.name, permission: profile.permission }));
        return teamOf(made);
      }),
    );
  }

  /** @throws MosaicError `invalid_input` when the name is taken. */
  async edit(organization: Organized, team: Team, change: Partial<TeamProfile>, cause: Cause): Promise<Team> {
    const changed = { ...team, ...change };
    return unlessTaken(
      changed.name,
      this.#events.transact(async ({ db, as }) => {
        await db.updateTable('teams').set(rowOf(changed)).where('id', '=', team.id).execute();
        as(cause).emit(auditWritten, audit(organization, 'team.edit', { team: team.name, ...change }));
        return changed;
      }),
    );
  }

  /** Whoever was in no other team is a member no more. */
  async remove(organization: Organized, team: Team, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('teams').where('id', '=', team.id).execute();
      await db
        .deleteFrom('organization_members')
        .where('owner_id', '=', organization.id)
        .where('principal_id', 'not in', (left) =>
          left
            .selectFrom('team_members')
            .innerJoin('teams', 'teams.id', 'team_members.team_id')
            .select('team_members.principal_id')
            .where('teams.owner_id', '=', organization.id),
        )
        .execute();
      as(cause).emit(auditWritten, audit(organization, 'team.delete', { team: team.name }));
    });
  }

  async give(organization: Organized, { team, repository }: { team: Team; repository: Repository }, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      const row = { team_id: team.id, repository_id: repository.id };
      await db.deleteFrom('team_repositories').where('team_id', '=', team.id).where('repository_id', '=', repository.id).execute();
      await db.insertInto('team_repositories').values(row).execute();
      as(cause).emit(auditWritten, audit(organization, 'team.give', { team: team.name, repository: repository.fullName }));
    });
  }

  async take(organization: Organized, { team, repository }: { team: Team; repository: Repository }, cause: Cause): Promise<void> {
    await this.#events.transact(async ({ db, as }) => {
      await db.deleteFrom('team_repositories').where('team_id', '=', team.id).where('repository_id', '=', repository.id).execute();
      as(cause).emit(auditWritten, audit(organization, 'team.take', { team: team.name, repository: repository.fullName }));
    });
  }
}

function rowOf(team: TeamProfile) {
  return {
    name: team.name,
    name_lower: team.name.toLowerCase(),
    description: team.description,
    permission: team.permission,
    units: toJson(team.units),
    all_repositories: team.allRepositories ? 1 : 0,
    creates_repositories: team.createsRepositories ? 1 : 0,
  };
}

async function unlessTaken<T>(name: string, write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (error) {
    if (isUniqueViolation(error)) throw new MosaicError('invalid_input', `There is a team "${name}" already; choose another name.`);
    throw error;
  }
}

function audit(organization: Organized, operation: string, detail: Record<string, unknown>) {
  return { subject: organization.name, data: { operation, allowed: true, detail } };
}
