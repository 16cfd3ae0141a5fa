import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import { expect, test } from 'vitest';

import type { PublicKey } from '../../keys/public-key.ts';
import { isSignedBy, type Signed } from './verify-signature.ts';

const message = Buffer.from('a session and its request');
const rsa = generateKeyPairSync('rsa', { modulusLength: 3072 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const edwards = generateKeyPairSync('ed25519');
const publicKey = (algorithm: string, key: KeyObject, application: string | null = null) => ({ algorithm, key, application }) as PublicKey;

const KEYS = {
  rsa: publicKey('ssh-rsa', rsa.publicKey),
  ecdsa: publicKey('ecdsa-sha2-nistp256', ec.publicKey),
  ed25519: publicKey('ssh-ed25519', edwards.publicKey),
  security: publicKey('sk-ssh-ed25519@openssh.com', edwards.publicKey, 'ssh:'),
};
const sha256 = (bytes: Buffer | string) => createHash('sha256').update(bytes).digest();
/** As a device signs: with flags and a counter. */
const byDevice = (flags: number) => {
  const tail = Buffer.from([flags, 0, 0, 0, 7]);
  return Buffer.concat([sign(null, Buffer.concat([sha256('ssh:'), tail, sha256(message)]), edwards.privateKey), tail]);
};

const SIGNED: Record<keyof typeof KEYS, Signed> = {
  rsa: { algorithm: 'ssh-rsa', hash: 'sha512', message, signature: sign('sha512', message, rsa.privateKey) },
  ecdsa: { algorithm: 'ecdsa-sha2-nistp256', hash: undefined, message, signature: sign('sha256', message, ec.privateKey) },
  ed25519: { algorithm: 'ssh-ed25519', hash: undefined, message, signature: sign(null, message, edwards.privateKey) },
  security: { algorithm: 'sk-ssh-ed25519@openssh.com', hash: undefined, message, signature: byDevice(1) },
};
const names = Object.keys(KEYS) as (keyof typeof KEYS)[];

test.each(names)('%s: its own signature holds, and nothing else', (name) => {
  const signed = SIGNED[name];
  expect(isSignedBy(KEYS[name], signed)).toBe(true);
  expect(isSignedBy(KEYS[name], { ...signed, message: Buffer.from('another session') })).toBe(false);
  for (let at = 0; at < signed.signature.length; at += 7) {
    const signature = Buffer.from(signed.signature);
    signature[at] = (signature[at] as number) ^ 1;
    expect(isSignedBy(KEYS[name], { ...signed, signature }), `byte ${at}`).toBe(false);
  }
  for (const signature of [Buffer.alloc(0), signed.signature.subarray(1)])
    expect(isSignedBy(KEYS[name], { ...signed, signature })).toBe(false);
  for (const other of names.filter((one) => one !== name))
    expect(isSignedBy(KEYS[name], { ...signed, algorithm: KEYS[other].algorithm }), other).toBe(false);
});

test('SHA-1 counts no more, nor a device that nobody touched', () => {
  const signature = sign('sha1', message, rsa.privateKey);
  for (const hash of ['sha1', undefined] as const) expect(isSignedBy(KEYS.rsa, { ...SIGNED.rsa, hash, signature })).toBe(false);
  expect(isSignedBy(KEYS.security, { ...SIGNED.security, signature: byDevice(0) })).toBe(false);
});
