import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { closeSync, constants, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';

import { MosaicError } from '@mosaic/platform/errors';

const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts values at rest with AES-256-GCM. The context is bound in, so a value cannot be moved to another row. */
export interface Keyring {
  /** Seals text; the same text gives another envelope each time. */
  seal(context: string, text: string): string;
  /** Opens an envelope; throws `internal` when it was altered or belongs to another context. */
  open(context: string, envelope: string): string;
  /** A 32-byte key for one purpose (e.g. signing hook tokens), stable for this installation. */
  derive(purpose: string): Buffer;
}

export interface KeyringOptions {
  /** Rows sealed with the key are there already: an absent file is a lost one, and a new key would open none of them. */
  isNeeded?: boolean;
}

/**
 * Opens the key file. On a fresh installation it is made (mode 0600, 32 random bytes); a crash leaves either no file or a whole one.
 * Throws `precondition_failed` when the key that the rows need is gone.
 */
export function openKeyring(file: string, { isNeeded = false }: KeyringOptions = {}): Keyring {
  const master = readKey(file) ?? (isNeeded ? lost(file) : create(file));
  const key = Buffer.from(hkdfSync('sha256', master, '', 'mosaic/envelope', 32));
  return {
    seal: (context, text) => seal(key, context, text),
    open: (context, envelope) => open(key, context, envelope),
    derive: (purpose) => createHmac('sha256', master).update(`mosaic/${purpose}`).digest(),
  };
}

/** Null when there is no such file. */
function readKey(file: string): Buffer | null {
  try {
    const key = readFileSync(file);
    if (key.length !== 32)
      throw new MosaicError('internal', `The key file ${file} is damaged: it must hold 32 bytes. Restore it from a backup.`);
    if ((statSync(file).mode & 0o077) !== 0)
      throw new MosaicError('internal', `The key file ${file} is readable by others. Run: chmod 600 ${file}`);
    return key;
  } catch (error) {
    if (error instanceof MosaicError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw new MosaicError('forbidden', `The key file ${file} cannot be read (${code ?? 'unknown'}). Mend its owner and mode.`, {
      cause: error,
    });
  }
}

function lost(file: string): never {
  throw new MosaicError(
    'precondition_failed',
    `The key file ${file} is gone, and what is kept beside it was sealed with it. Restore it from a backup. Without one, start on another home; no new key opens this one's secrets.`,
  );
}

function create(file: string): Buffer {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const handle = openSync(draft, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  try {
    writeSync(handle, randomBytes(32));
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return readKey(file) ?? lost(file);
}

function seal(key: Buffer, context: string, text: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(context));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]).toString('base64');
}

function open(key: Buffer, context: string, envelope: string): string {
  const bytes = Buffer.from(envelope, 'base64');
  if (bytes[0] !== VERSION || bytes.length < 1 + NONCE_BYTES + TAG_BYTES)
    throw new MosaicError('internal', 'An encrypted value has an unknown form.');
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(1, 1 + NONCE_BYTES));
  decipher.setAAD(Buffer.from(context));
  decipher.setAuthTag(bytes.subarray(1 + NONCE_BYTES, 1 + NONCE_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(1 + NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw new MosaicError(
      'internal',
      'An encrypted value cannot be opened: it was altered, or the key file is not the one it was sealed with.',
      { cause },
    );
  }
}
