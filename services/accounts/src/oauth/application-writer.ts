import { randomUUID } from 'node:crypto';

import { auditWritten, type NewOauthApplication } from '@mosaic/contracts/mosaic';
import { toJson } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EmittingWriter, EventLog } from '@mosaic/platform/events';
import { hashToken, newToken } from '@mosaic/platform/secrets';

import type { AccountsTables, OauthApplicationRow, PrincipalRow } from '../db/schema.ts';
import { APPLICATIONS_LIMIT, findApplication } from './application-reader.ts';
import { endGrant } from './end-grant.ts';
import { refuseRedirectUri } from './redirect-uri.ts';

type Stated = Omit<NewOauthApplication, 'login'>;

/** An application with its secret, which is shown this once. */
export interface ApplicationWithSecret {
  row: OauthApplicationRow;
  secret: string;
}

export class ApplicationWriter {
  readonly #events: EventLog<AccountsTables>;
  readonly #now: () => number;

  constructor(events: EventLog<AccountsTables>, now: () => number) {
    this.#events = events;
    this.#now = now;
  }

  /** Registers one. Throws `invalid_input` for an address that leads nowhere, `conflict` for more than anybody needs. */
  create(owner: PrincipalRow, stated: Stated, cause: Cause): Promise<ApplicationWithSecret> {
    requireRedirectUris(stated);
    const secret = newSecret();
    const values = {
      ...columnsOf(stated),
      client_id: randomUUID(),
      secret_hash: hashToken(secret),
      owner_id: owner.id,
      created_at: this.#now(),
    };
    return this.#events.transact(async (writer) => {
      const { count } = await writer.db
        .selectFrom('oauth_applications')
        .select((expression) => expression.fn.countAll<number>().as('count'))
        .where('owner_id', '=', owner.id)
        .executeTakeFirstOrThrow();
      if (count >= APPLICATIONS_LIMIT)
        throw new MosaicError('conflict', `${owner.login} has ${APPLICATIONS_LIMIT} applications already; delete some that are not used.`);
      const { id } = await writer.db.insertInto('oauth_applications').values(values).returning('id').executeTakeFirstOrThrow();
      const row = { ...values, id };
      tell(writer.as(cause), 'create', { row, owner });
      return { row, secret };
    });
  }

  /** Says one anew and gives it another secret. Throws `not_found` for one that is not the owner's. */
  replace(owner: PrincipalRow, { id, ...stated }: Stated & { id: number }, cause: Cause): Promise<ApplicationWithSecret> {
    requireRedirectUris(stated);
    const secret = newSecret();
    return this.#events.transact(async (writer) => {
      const known = await findApplication(writer.db, { id, ownerId: owner.id });
      if (known === undefined) throw unknownApplication();
      const changes = { ...columnsOf(stated), secret_hash: hashToken(secret) };
      await writer.db.updateTable('oauth_applications').set(changes).where('id', '=', id).execute();
      const row = { ...known, ...changes };
      tell(writer.as(cause), 'replace', { row, owner });
      return { row, secret };
    });
  }

  /** Deletes one, with all that it was let in to. Throws `not_found` for one that is not the owner's. */
  async remove(owner: PrincipalRow, id: number, cause: Cause): Promise<void> {
    const now = this.#now();
    await this.#events.transact(async (writer) => {
      const row = await findApplication(writer.db, { id, ownerId: owner.id });
      if (row === undefined) throw unknownApplication();
      const emitting = writer.as(cause);
      const grants = await writer.db.selectFrom('oauth_grants').selectAll().where('application_id', '=', id).execute();
      for (const grant of grants) await endGrant(emitting, grant, { reason: 'the application was deleted', now });
      await writer.db.deleteFrom('oauth_applications').where('id', '=', id).execute();
      tell(emitting, 'delete', { row, owner });
    });
  }
}

/** A mark by which scanners of code find it, and 160 random bits. */
function newSecret(): string {
  return `gto_${newToken()}`;
}

function columnsOf({ name, redirectUris, confidential, trusted }: Stated) {
  return { name, redirect_uris: toJson(redirectUris), confidential: confidential ? 1 : 0, trusted: trusted ? 1 : 0 };
}

function requireRedirectUris({ redirectUris }: Stated): void {
  const refusal = redirectUris.map(refuseRedirectUri).find((text) => text !== null);
  if (refusal !== undefined) throw new MosaicError('invalid_input', refusal);
}

function unknownApplication(): MosaicError {
  return new MosaicError('not_found', 'You have registered no application with this id.');
}

function tell(
  writer: EmittingWriter<AccountsTables>,
  what: 'create' | 'replace' | 'delete',
  { row, owner }: { row: OauthApplicationRow; owner: PrincipalRow },
): void {
  const detail = { clientId: row.client_id, name: row.name };
  writer.emit(auditWritten, { subject: owner.login, data: { operation: `oauth.application.${what}`, allowed: true, detail } });
}
