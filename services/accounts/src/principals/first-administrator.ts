import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

import { MosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';

import type { Passwords } from '../sign-in/passwords.ts';
import type { PrincipalReader } from './principal-reader.ts';
import type { PrincipalWriter } from './principal-writer.ts';

export interface FirstAdministrator {
  login: string;
  /** The given password; null to generate one. */
  password: string | null;
  /** Where a generated password is left for the owner (mode 0600). */
  file: string;
}

interface Ports {
  principals: { reader: PrincipalReader; writer: PrincipalWriter };
  passwords: Passwords;
}

/**
 * Makes the first administrator when none may sign in. The name in the configuration counts for that alone: who administers is
 * what the rows say. The file is written before the row, so a crash between the two leaves
 * a password that the next start uses.
 */
export async function ensureFirstAdministrator(
  { principals }: Omit<Ports, 'passwords'>,
  wanted: FirstAdministrator,
  cause: Cause,
): Promise<void> {
  if ((await principals.reader.byLogin(wanted.login)) !== undefined) return;
  if ((await principals.reader.firstAdministrator()) !== undefined) return;
  const password = wanted.password ?? readPassword(wanted.file) ?? writePassword(wanted.file);
  if (wanted.password !== null) rmSync(wanted.file, { force: true });
  const draft = { login: wanted.login, kind: 'person', role: 'administrator', name: wanted.login, email: '', password } as const;
  await principals.writer.add(draft, cause);
}

/** Removes a file whose password no longer fits, which a crash may leave. The check takes tens of ms of another core. */
export async function removeMisfit(
  { principals, passwords }: Ports,
  { login, file }: Pick<FirstAdministrator, 'login' | 'file'>,
): Promise<void> {
  const left = readPassword(file);
  if (left === null) return;
  const known = await principals.reader.byLogin(login);
  if (known !== undefined && !(await passwords.verify(known.password_hash, left))) rmSync(file, { force: true });
}

function readPassword(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8').trim();
    return text === '' ? null : text;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new MosaicError('forbidden', `The file ${file} cannot be read; mend its owner and mode.`, { cause });
  }
}

/** Written whole or not at all. */
function writePassword(file: string): string {
  const password = randomBytes(18).toString('base64url');
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${password}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(draft, file);
  return password;
}
