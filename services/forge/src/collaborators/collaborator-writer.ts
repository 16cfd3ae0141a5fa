import { auditWritten, type Principal } from '@mosaic/contracts/mosaic';
import type { Cause, EventLog } from '@mosaic/platform/events';

import type { ForgeTables } from '../db/schema.ts';
import { closeOffersOf } from '../pulls/close-pulls.ts';
import { isOpen, type Repository } from '../repositories/repository.ts';
import type { Permission } from './collaborator.ts';

export class CollaboratorWriter {
  readonly #events: EventLog<ForgeTables>;

  constructor(events: EventLog<ForgeTables>) {
    this.#events = events;
  }

  /** Gives the person this permission, in place of the one they had. */
  async put(repository: Repository, { person, permission }: { person: Principal; permission: Permission }, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db, as } = writer;
      await db.deleteFrom('collaborators').where('repository_id', '=', repository.id).where('principal_id', '=', person.id).execute();
      await db
        .insertInto('collaborators')
        .values({
          repository_id: repository.id,
          principal_id: person.id,
          uid: person.uid,
          login: person.login,
          login_lower: person.login.toLowerCase(),
          permission,
        })
        .execute();
      as(cause).emit(auditWritten, audit(repository, { operation: 'collaborator.put', login: person.login, permission }));
      if (permission === 'read' && !isOpen(repository)) await closeOffersOf(writer.as(cause), repository, person.uid);
    });
  }

  async remove(repository: Repository, login: string, cause: Cause): Promise<void> {
    await this.#events.transact(async (writer) => {
      const { db, as } = writer;
      const left = await db
        .selectFrom('collaborators')
        .select(['uid', 'principal_id'])
        .where('repository_id', '=', repository.id)
        .where('login_lower', '=', login.toLowerCase())
        .executeTakeFirst();
      if (left !== undefined) {
        await db
          .deleteFrom('collaborators')
          .where('repository_id', '=', repository.id)
          .where('principal_id', '=', left.principal_id)
          .execute();
        if (!isOpen(repository)) await closeOffersOf(writer.as(cause), repository, left.uid);
      }
      as(cause).emit(auditWritten, audit(repository, { operation: 'collaborator.remove', login }));
    });
  }
}

function audit(repository: Repository, { operation, ...detail }: { operation: string } & Record<string, unknown>) {
  return { subject: repository.fullName, data: { operation, allowed: true, detail } };
}
