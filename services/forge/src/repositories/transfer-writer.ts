import { auditWritten, repositoryModified, type Principal } from '@mosaic/contracts/mosaic';
import { isUniqueViolation, toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EmittingWriter, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { claimOwner } from '../owners/owner-writer.ts';
import { closeOffersFrom } from '../pulls/close-pulls.ts';
import { deletedMeanwhile } from './deleted-meanwhile.ts';
import { hideForks } from './fork-visibility.ts';
import { leaveAddress, takeAddress } from './former-names.ts';
import { about, findRepository, isOpen, type Repository } from './repository.ts';
import type { Transfer } from './transfer.ts';

/** A person, or an organization by the id of its row. */
export type NewOwner =
  | { kind: 'user'; person: Pick<Principal, 'id' | 'uid' | 'login'> }
  | { kind: 'organization'; id: number; uid: number; login: string };

interface Given {
  owner: NewOwner;
  /** Of that organization. */
  teamIds: readonly number[];
}

/** Gives repositories to other owners, and keeps what waits for them. */
export class TransferWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** @throws MosaicError `conflict` while one waits, `invalid_input` where the new owner has one of that name. */
  async offer(
    repository: Repository,
    { owner, teamIds, doer, letRead }: Given & { doer: Transfer['doer']; letRead: boolean },
    cause: Cause,
  ): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db } = writer;
      await requireNothingWaits(writer.as(cause), repository);
      await requireFreeName(writer.as(cause), repository, uidOf(owner));
      await db
        .insertInto('repository_transfers')
        .values({
          repository_id: repository.id,
          doer_uid: doer.uid,
          doer: doer.login,
          recipient_kind: owner.kind,
          recipient_uid: uidOf(owner),
          recipient: loginOf(owner),
          team_ids: toJson([...teamIds]),
          let_read: letRead ? 1 : 0,
          created_at: Date.now(),
        })
        .execute();
      if (letRead && owner.kind === 'user') {
        const { id, uid, login } = owner.person;
        const row = { repository_id: repository.id, principal_id: id, uid, login, login_lower: login.toLowerCase() };
        const known = db
          .selectFrom('collaborators')
          .select('uid')
          .where('repository_id', '=', repository.id)
          .where('principal_id', '=', id);
        if ((await known.executeTakeFirst()) === undefined)
          await db
            .insertInto('collaborators')
            .values({ ...row, permission: 'read' })
            .execute();
      }
      writer.as(cause).emit(auditWritten, audit(repository, 'repository.offer', { to: loginOf(owner) }));
    });
  }

  /** What was let for the offer alone ends with it. @throws MosaicError `not_found` when it waits no more. */
  async withdraw(repository: Repository, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db } = writer;
      const pending = await db.selectFrom('repository_transfers').selectAll().where('repository_id', '=', repository.id).executeTakeFirst();
      if (pending === undefined) throw nothingWaits();
      await db.deleteFrom('repository_transfers').where('repository_id', '=', repository.id).execute();
      if (pending.let_read === 1)
        await db
          .deleteFrom('collaborators')
          .where('repository_id', '=', repository.id)
          .where('uid', '=', pending.recipient_uid)
          .where('permission', '=', 'read')
          .execute();
      writer.as(cause).emit(auditWritten, audit(repository, 'repository.decline', { to: pending.recipient }));
    });
  }

  /** `accepts`: what waits; without, nothing may. @throws MosaicError `conflict`, `invalid_input` as {@link TransferWriter.offer}, `not_found`. */
  async give(repository: Repository, { owner, teamIds, accepts }: Given & { accepts: boolean }, cause: Cause): Promise<Repository> {
    try {
      return await this.#events.transact(async (events) => {
        const writer = events.as(cause);
        if (!accepts) await requireNothingWaits(writer, repository);
        const former = await findRepository(writer.db, repository.id);
        if (former === undefined || former.owner.id !== repository.owner.id) throw deletedMeanwhile();
        return await move(writer, former, { owner, teamIds, accepts });
      });
    } catch (error) {
      if (isUniqueViolation(error)) throw taken(repository, loginOf(owner));
      throw error;
    }
  }
}

async function move(
  writer: EmittingWriter<ForgeTables>,
  former: Repository,
  { owner, teamIds, accepts }: Given & { accepts: boolean },
): Promise<Repository> {
  const { db, emit } = writer;
  const { id, name } = former;
  const { numDeletedRows } = await db.deleteFrom('repository_transfers').where('repository_id', '=', id).executeTakeFirst();
  if (accepts && numDeletedRows === 0n) throw nothingWaits();
  const ownerId = owner.kind === 'organization' ? owner.id : await claimOwner(writer, owner.person);
  if (ownerId === former.owner.id) throw taken(former, loginOf(owner));
  await takeAddress(writer, { ownerId, name });
  await db.updateTable('repositories').set({ owner_id: ownerId }).where('id', '=', id).execute();
  await leaveAddress(writer, { ownerId: former.owner.id, name, repositoryId: id });
  await db.deleteFrom('team_repositories').where('repository_id', '=', id).execute();
  // Who owns it, or is a member of what does, is no collaborator besides (Gitea's rule).
  await db
    .deleteFrom('collaborators')
    .where('repository_id', '=', id)
    .where((where) =>
      where.or([
        where('uid', '=', uidOf(owner)),
        where('principal_id', 'in', (members) =>
          members.selectFrom('organization_members').select('principal_id').where('owner_id', '=', ownerId),
        ),
      ]),
    )
    .execute();
  for (const team_id of new Set(teamIds)) {
    const team = await db.selectFrom('teams').select('id').where('id', '=', team_id).where('owner_id', '=', ownerId).executeTakeFirst();
    if (team !== undefined) await db.insertInto('team_repositories').values({ team_id, repository_id: id }).execute();
  }
  const moved = await findRepository(db, id);
  if (moved === undefined) throw deletedMeanwhile();
  emit(repositoryModified, about(moved, { defaultBranch: moved.defaultBranch }));
  emit(auditWritten, audit(moved, 'repository.transfer', { from: former.fullName }));
  // Whoever owned it may write there no more: what they offered from it is no longer theirs to show.
  if (!isOpen(moved)) {
    await closeOffersFrom(writer, moved);
    await hideForks(writer, id);
  }
  return moved;
}

async function requireNothingWaits({ db }: EmittingWriter<ForgeTables>, { id, fullName }: Repository): Promise<void> {
  const pending = await db.selectFrom('repository_transfers').select('recipient').where('repository_id', '=', id).executeTakeFirst();
  if (pending !== undefined)
    throw new MosaicError('conflict', `${fullName} is offered to ${pending.recipient} already; take that back first.`);
}

async function requireFreeName({ db }: EmittingWriter<ForgeTables>, repository: Repository, ownerUid: number): Promise<void> {
  const found = await db
    .selectFrom('repositories')
    .innerJoin('owners', 'owners.id', 'repositories.owner_id')
    .select(['repositories.id', 'owners.name as owner'])
    .where('owners.uid', '=', ownerUid)
    .where('repositories.name_lower', '=', repository.name.toLowerCase())
    .executeTakeFirst();
  if (found !== undefined) throw taken(repository, found.owner);
}

const uidOf = (owner: NewOwner): number => (owner.kind === 'user' ? owner.person.uid : owner.uid);
const loginOf = (owner: NewOwner): string => (owner.kind === 'user' ? owner.person.login : owner.login);

function taken({ name }: Repository, owner: string): MosaicError {
  return new MosaicError('invalid_input', `${owner} has a repository named "${name}" already; rename one of the two first.`);
}

export function nothingWaits(): MosaicError {
  return new MosaicError('not_found', 'Nobody is offered this repository.');
}

function audit({ fullName }: Repository, operation: string, detail: Record<string, unknown>) {
  return { subject: fullName, data: { operation, allowed: true, detail } };
}
