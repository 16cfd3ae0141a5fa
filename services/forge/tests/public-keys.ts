import { generateKeyPairSync, type KeyObject } from 'node:crypto';

const string = (value: Buffer | string): Buffer => {
  const bytes = Buffer.from(value);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};
const number = (base64url: string | undefined): Buffer => {
  const bytes = Buffer.from(base64url ?? '', 'base64url');
  return string((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.alloc(1), bytes]) : bytes);
};
const part = (key: KeyObject, name: 'x' | 'y' | 'n' | 'e') => Buffer.from(String(key.export({ format: 'jwk' })[name]), 'base64url');
const line = (algorithm: string, ...values: Buffer[]) =>
  `${algorithm} ${Buffer.concat([string(algorithm), ...values]).toString('base64')} somebody@somewhere`;

export const ed25519Line = () => line('ssh-ed25519', string(part(generateKeyPairSync('ed25519').publicKey, 'x')));

export function rsaLine(bits: number): string {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength: bits });
  const { e, n } = publicKey.export({ format: 'jwk' });
  return line('ssh-rsa', number(e), number(n));
}

export function ecdsaLine(bits: 256 | 384 | 521): string {
  const { publicKey } = generateKeyPairSync('ec', { namedCurve: `P-${bits}` });
  const point = Buffer.concat([Buffer.from([4]), part(publicKey, 'x'), part(publicKey, 'y')]);
  return line(`ecdsa-sha2-nistp${bits}`, string(`nistp${bits}`), string(point));
}

/** As a security key with Ed25519 has it. */
export const securityKeyLine = () =>
  line('sk-ssh-ed25519@openssh.com', string(part(generateKeyPairSync('ed25519').publicKey, 'x')), string('ssh:'));

export const dsaLine = () => line('ssh-dss', ...[1, 2, 3, 4].map((byte) => string(Buffer.alloc(128, byte))));
