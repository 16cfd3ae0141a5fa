import { createHash, verify } from 'node:crypto';

import type { PublicKey } from '../../keys/public-key.ts';

/** What a client signs with which key. ssh2 has taken the names of the format off, and made the numbers of ECDSA those of ASN.1. */
export interface Signed {
  /** As the client names it; ssh2 calls both forms of RSA `ssh-rsa`. */
  algorithm: string;
  /** Of RSA; absent for SHA-1, which nobody takes any more. */
  hash: 'sha1' | 'sha256' | 'sha512' | undefined;
  message: Buffer;
  signature: Buffer;
}

const ECDSA_HASH: Readonly<Record<string, string>> = {
  'ecdsa-sha2-nistp256': 'sha256',
  'ecdsa-sha2-nistp384': 'sha384',
  'ecdsa-sha2-nistp521': 'sha512',
};

/**
 * Whether the key has signed. The algorithm must be the key's own: ssh2's `verify` answers an Error, which is true, where a key is
 * asked for another's (an Ed25519 key named as RSA), so it is not asked.
 */
export function isSignedBy(key: PublicKey, { algorithm, hash, message, signature }: Signed): boolean {
  if (algorithm !== key.algorithm) return false;
  try {
    if (key.algorithm === 'ssh-ed25519') return verify(null, message, key.key, signature) === true;
    if (key.algorithm === 'ssh-rsa') return (hash === 'sha256' || hash === 'sha512') && verify(hash, message, key.key, signature) === true;
    const ecdsaHash = ECDSA_HASH[key.algorithm];
    if (ecdsaHash !== undefined) return verify(ecdsaHash, message, { key: key.key, dsaEncoding: 'der' }, signature) === true;
    return key.algorithm === 'sk-ssh-ed25519@openssh.com' && isSignedByDevice(key, message, signature);
  } catch {
    return false;
  }
}

/** A security key signs hashes with its flags and its counter; somebody must have touched it (OpenSSH's PROTOCOL.u2f). */
function isSignedByDevice(key: PublicKey, message: Buffer, signature: Buffer): boolean {
  if (signature.length !== 64 + 5) return false;
  const [bare, tail] = [signature.subarray(0, 64), signature.subarray(64)];
  if (((tail[0] as number) & 1) === 0) return false;
  const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest();
  const signed = Buffer.concat([sha256(Buffer.from(key.application ?? '', 'latin1')), tail, sha256(message)]);
  return verify(null, signed, key.key, bare) === true;
}
