import { randomUUID } from 'node:crypto';

import {
  auditWritten,
  principalCreated,
  principalReinstated,
  principalSuspended,
  type PrincipalKind,
  type Role,
} from '@mosaic/contracts/mosaic';
import { isUniqueViolation } from '@mosaic/platform/db';
import { MosaicError } from '@mosaic/platform/errors';
import type { Cause, EventLog, EmittingWriter } from '@mosaic/platform/events';

import { ensureAgent } from '../agents/agent-writer.ts';
import { NEW_AGENT } from '../agents/first-agents.ts';
import type { AccountsTables, PrincipalRow } from '../db/schema.ts';
import type { Passwords } from '../sign-in/passwords.ts';
import { administrators, findPrincipalById, loginKey } from './principal-reader.ts';

export interface PrincipalDraft {
  login: string;
  kind: PrincipalKind;
  role: Role;
  name: string;
  email: string;
  passwordHash: string | null;
  /** One of the platform's own. */
  builtIn?: boolean;
}

/** A principal as somebody wishes it, with the password that it is to have, if any. */
export type NewPrincipal = Omit<PrincipalDraft, 'passwordHash' | 'builtIn'> & { password?: string | undefined };

export interface PrincipalChanges {
  name?: string | undefined;
  email?: string | undefined;
  role?: Role | undefined;
  disabled?: boolean | undefined;
  password?: string | undefined;
}

export interface PrincipalWriterPorts {
  events: EventLog<AccountsTables>;
  passwords: Passwords;
  /** Unix milliseconds. */
  now: () => number;
  /** Somebody has another password from now on. */
  onNewPassword: (principal: PrincipalRow) => void;
}

/** Makes and changes principals; passwords are stored as hashes alone. */
export class PrincipalWriter {
  readonly #ports: PrincipalWriterPorts;

  constructor(ports: PrincipalWriterPorts) {
    this.#ports = ports;
  }

  /** Throws `conflict` for a login that is taken in any case. */
  async add({ password, ...shown }: NewPrincipal, cause: Cause): Promise<PrincipalRow> {
    const { events, passwords, now } = this.#ports;
    const passwordHash = password === undefined ? null : await passwords.hash(password);
    return events.transact(async (writer) => {
      const made = await insertPrincipal(writer.as(cause), { ...shown, passwordHash }, now());
      if (made.kind === 'agent') await ensureAgent(writer, made.id, NEW_AGENT);
      return made;
    });
  }

  /**
   * Changes what is given. A new password or disabling ends the principal's sessions (save `keepSession`). Throws `precondition_failed`
   * where it would disable or demote the last administrator.
   */
  async change(
    principal: PrincipalRow,
    { changes, keepSession }: { changes: PrincipalChanges; keepSession: string },
    cause: Cause,
  ): Promise<PrincipalRow> {
    const { events, passwords, now, onNewPassword } = this.#ports;
    const { password, ...others } = changes;
    const passwordHash = password === undefined ? undefined : await passwords.hash(password);
    return events.transact((writer) => {
      if (passwordHash !== undefined) writer.afterCommit(() => onNewPassword(principal));
      return changePrincipal(writer.as(cause), principal, { changes: { ...others, passwordHash }, keepSession, now: now() });
    });
  }
}

interface StoredChanges extends Omit<PrincipalChanges, 'password'> {
  passwordHash: string | undefined;
}

/** Adds a principal at a time; a login that is taken in any case is `conflict`. */
export async function insertPrincipal(writer: EmittingWriter<AccountsTables>, draft: PrincipalDraft, now: number): Promise<PrincipalRow> {
  const id = randomUUID();
  const { passwordHash, builtIn = false, ...shown } = draft;
  try {
    await writer.db
      .insertInto('principals')
      .values({
        ...shown,
        id,
        login_key: loginKey(draft.login),
        password_hash: passwordHash,
        disabled: 0,
        built_in: builtIn ? 1 : 0,
        created_at: now,
        updated_at: now,
      })
      .execute();
  } catch (cause) {
    if (!isUniqueViolation(cause)) throw cause;
    throw new MosaicError('conflict', `The name ${draft.login} is taken; choose another.`, { cause });
  }
  writer.emit(principalCreated, {
    subject: draft.login,
    data: { login: draft.login, kind: draft.kind, role: draft.role },
  });
  return (await findPrincipalById(writer.db, id)) as PrincipalRow;
}

async function changePrincipal(
  writer: EmittingWriter<AccountsTables>,
  principal: PrincipalRow,
  { changes, keepSession, now }: { changes: StoredChanges; keepSession: string; now: number },
): Promise<PrincipalRow> {
  const { disabled, passwordHash, ...texts } = changes;
  await writer.db
    .updateTable('principals')
    .set({
      ...texts,
      ...(disabled === undefined ? {} : { disabled: disabled ? 1 : 0 }),
      ...(passwordHash === undefined ? {} : { password_hash: passwordHash }),
      updated_at: now,
    })
    .where('id', '=', principal.id)
    .execute();
  if (principal.role === 'administrator' && (disabled === true || (changes.role ?? principal.role) !== 'administrator'))
    await requireAdministrator(writer);
  if (passwordHash !== undefined || disabled === true) {
    await writer.db.deleteFrom('sessions').where('principal_id', '=', principal.id).where('id', '!=', keepSession).execute();
    await writer.db.deleteFrom('one_time_secrets').where('principal_id', '=', principal.id).execute();
  }
  const detail: Record<string, unknown> = { ...texts, ...(disabled === undefined ? {} : { disabled }) };
  if (passwordHash !== undefined) detail['passwordChanged'] = true;
  writer.emit(auditWritten, {
    subject: principal.login,
    data: { operation: 'principal.update', allowed: true, detail },
  });
  if (disabled !== undefined && disabled !== (principal.disabled === 1))
    writer.emit(disabled ? principalSuspended : principalReinstated, {
      subject: principal.login,
      data: { login: principal.login, kind: principal.kind },
    });
  return (await findPrincipalById(writer.db, principal.id)) as PrincipalRow;
}

async function requireAdministrator({ db }: EmittingWriter<AccountsTables>): Promise<void> {
  if ((await administrators(db).executeTakeFirst()) === undefined)
    throw new MosaicError('precondition_failed', 'This is the last administrator. Make another person administrator first.');
}
