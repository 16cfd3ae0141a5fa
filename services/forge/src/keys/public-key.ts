import { createHash, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';

import { MosaicError } from '@mosaic/platform/errors';

import { WireReader } from './wire-reader.ts';

/** A public key of SSH, read and checked (RFC 4253, 5656, 8709; OpenSSH's PROTOCOL.u2f). */
export interface PublicKey {
  algorithm: string;
  /** As the wire has it. */
  blob: Buffer;
  comment: string;
  /** "SHA256:…", as ssh-keygen prints it. */
  fingerprint: string;
  key: KeyObject;
  /** What a security key signs besides; null for a key in a file. */
  application: string | null;
}

/** Text of a key at most: RSA with 16,384 bits has under 3,000 characters. */
export const KEY_TEXT_MAX = 16_384;
const COMMENT_MAX = 255;
/** Gitea's floor for RSA, one below 3072 since some keys fall a bit short; the roof bounds what a signature costs to check. */
const RSA_BITS = { least: 3071, most: 16_384 };
const CURVES: Readonly<Record<string, { crv: string; bytes: number }>> = {
  nistp256: { crv: 'P-256', bytes: 32 },
  nistp384: { crv: 'P-384', bytes: 48 },
  nistp521: { crv: 'P-521', bytes: 66 },
};

/** Reads a line as in `id_ed25519.pub`, or RFC 4716's form. @throws MosaicError `invalid_input`. */
export function parsePublicKey(text: string): PublicKey {
  const trimmed = text.trim();
  if (trimmed.length > KEY_TEXT_MAX) throw invalid(`it is longer than ${KEY_TEXT_MAX} characters`);
  if (trimmed.includes('PRIVATE KEY')) throw invalid('it is a private key; give the public one (the file that ends with .pub)');
  if (trimmed.startsWith('-----BEGIN')) throw invalid('it is in PEM; "ssh-keygen -i -m PKCS8 -f FILE" writes it as SSH has it');
  if (trimmed.startsWith('---- BEGIN SSH2 PUBLIC KEY ----')) return keyOf(undefined, bodyOfSsh2(trimmed), '');
  if (/[\r\n]/.test(trimmed)) throw invalid('only a single line with a single key please');
  const [first = '', second, ...rest] = trimmed.split(/[ \t]+/);
  return second === undefined ? keyOf(undefined, first, '') : keyOf(first, second, rest.join(' '));
}

/** The key of a blob that a client presents. @throws MosaicError `invalid_input`. */
export function readPublicKey(blob: Buffer, comment = ''): PublicKey {
  const reader = new WireReader(blob, invalid);
  const algorithm = reader.text();
  const parsed = readKey(algorithm, reader);
  reader.end();
  const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`;
  return { algorithm, blob, comment, fingerprint, ...parsed };
}

/** The line that names the key, without the comment where others read it. */
export function lineOf({ algorithm, blob, comment }: Pick<PublicKey, 'algorithm' | 'blob' | 'comment'>): string {
  return `${algorithm} ${blob.toString('base64')}${comment === '' ? '' : ` ${comment}`}`;
}

function keyOf(named: string | undefined, base64: string, comment: string): PublicKey {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw invalid('its middle part is not base64');
  const key = readPublicKey(Buffer.from(base64, 'base64'), cleanComment(comment));
  if (named !== undefined && named !== key.algorithm)
    throw invalid(`key type and content does not match: ${named.slice(0, 60)} - ${key.algorithm}`);
  return key;
}

function readKey(algorithm: string, reader: WireReader): { key: KeyObject; application: string | null } {
  switch (algorithm) {
    case 'ssh-ed25519':
      return { key: ed25519(reader.bytes()), application: null };
    case 'sk-ssh-ed25519@openssh.com':
      return { key: ed25519(reader.bytes()), application: reader.text() };
    case 'ssh-rsa':
      return { key: rsa(reader), application: null };
    case 'ecdsa-sha2-nistp256':
    case 'ecdsa-sha2-nistp384':
    case 'ecdsa-sha2-nistp521':
      return { key: ecdsa(algorithm.slice('ecdsa-sha2-'.length), reader), application: null };
    case 'sk-ecdsa-sha2-nistp256@openssh.com':
      return { key: ecdsa('nistp256', reader), application: reader.text() };
    case 'ssh-dss':
      throw invalid('key type is not allowed: dsa');
    default:
      throw new MosaicError('invalid_input', 'Unable to verify key content: its type is not known here');
  }
}

function ed25519(x: Buffer): KeyObject {
  if (x.length !== 32) throw invalid('an Ed25519 key has 32 bytes');
  return imported({ kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') });
}

function ecdsa(curve: string, reader: WireReader): KeyObject {
  const { crv, bytes } = CURVES[curve] as { crv: string; bytes: number };
  if (reader.text() !== curve) throw invalid('its curve is not the one that its type names');
  const point = reader.bytes();
  if (point.length !== 1 + 2 * bytes || point[0] !== 4) throw invalid('its point is not uncompressed, or has the wrong length');
  const [x, y] = [point.subarray(1, 1 + bytes), point.subarray(1 + bytes)].map((part) => part.toString('base64url'));
  return imported({ kty: 'EC', crv, x: x as string, y: y as string });
}

function rsa(reader: WireReader): KeyObject {
  const [e, n] = [reader.magnitude(), reader.magnitude()];
  const bits = n.length === 0 ? 0 : n.length * 8 - Math.clz32(n[0] as number) + 24;
  if (bits < RSA_BITS.least) throw invalid(`key length is not enough: got ${bits}, needs ${RSA_BITS.least}`);
  if (bits > RSA_BITS.most) throw invalid(`it has ${bits} bits; at most ${RSA_BITS.most} are taken`);
  // As OpenSSH's and Go's clients: small exponents that are odd.
  const exponent = e.length > 3 ? 0 : e.reduce((sum, byte) => sum * 256 + byte, 0);
  if (exponent < 3 || exponent % 2 === 0) throw invalid('its exponent is not one that SSH takes');
  return imported({ kty: 'RSA', n: n.toString('base64url'), e: e.toString('base64url') });
}

function imported(jwk: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key: jwk, format: 'jwk' });
  } catch (error) {
    throw invalid('its numbers make no key', error);
  }
}

/** The lines between head and foot that are no headers; a header goes on after a backslash (RFC 4716, 3.3). */
function bodyOfSsh2(text: string): string {
  let isContinued = false;
  return text
    .split(/\r\n|\r|\n/)
    .filter((line) => {
      const isHeader = isContinued || /[:-]/.test(line);
      isContinued = isHeader && line.endsWith('\\');
      return !isHeader;
    })
    .join('');
}

function cleanComment(comment: string): string {
  if (/[\p{Cc}\p{Cs}]/u.test(comment)) throw invalid('its comment holds characters that no line can have');
  return comment.slice(0, COMMENT_MAX).trim();
}

function invalid(why: string, cause?: unknown): MosaicError {
  return new MosaicError('invalid_input', `Invalid key content: ${why}`, { cause });
}
