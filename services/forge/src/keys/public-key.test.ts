import { expect, test } from 'vitest';

import { dsaLine, ecdsaLine, ed25519Line, rsaLine, securityKeyLine } from '../../tests/public-keys.ts';
import { KEY_TEXT_MAX, lineOf, parsePublicKey, readPublicKey } from './public-key.ts';

// What ssh-keygen prints for them.
const KNOWN = [
  [
    'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOMqqnkVzrm0SdG6UOoqKLsabgH5C9okWi0dh2l9GKJl a@b',
    'SHA256:+DiY3wvvV6TuJJhbpZisF/zLDA0zPMSvHdkr4UvCOqU',
  ],
] as const;

test.each(KNOWN)('%s has its fingerprint', (line, fingerprint) => expect(parsePublicKey(line).fingerprint).toBe(fingerprint));

test('each kind is read, and written as it was', () => {
  for (const line of [ed25519Line(), rsaLine(3072), ecdsaLine(256), ecdsaLine(384), ecdsaLine(521), securityKeyLine()])
    expect(lineOf(parsePublicKey(`  ${line}\n`))).toBe(line);
});

test('the form of RFC 4716 is the same key', () => {
  const line = ed25519Line();
  const base64 = line.split(' ')[1] ?? '';
  const text = `---- BEGIN SSH2 PUBLIC KEY ----\r\nComment: "a \\\r\nb"\r\n${base64.slice(0, 40)}\r\n${base64.slice(40)}\r\n---- END SSH2 PUBLIC KEY ----`;
  expect(parsePublicKey(text).fingerprint).toBe(parsePublicKey(line).fingerprint);
});

const blob = Buffer.from(ed25519Line().split(' ')[1] ?? '', 'base64');

test.each([
  ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA', 'private key'],
  ['DSA', dsaLine(), 'key type is not allowed: dsa'],
  ['RSA that is too short', rsaLine(2048), 'got 2048, needs 3071'],
  ['a type that is not known', 'ssh-new AAAAB3NzaC1uZXc=', 'not'],
  ['two lines', `${ed25519Line()}\n${ed25519Line()}`, 'single line'],
  ['another type', ed25519Line().replace('ssh-ed25519', 'ssh-rsa'), 'does not match'],
  ['a comment with a control character', `${ed25519Line()}\u0007`, 'comment'],
  ['too much', 'A'.repeat(KEY_TEXT_MAX + 1), 'longer'],
  ['nothing', '', 'base64'],
])('%s is refused', (_what, text, words) => expect(() => parsePublicKey(text)).toThrow(words));

test('a point that is on no curve is refused', () => {
  const bytes = Buffer.from(ecdsaLine(256).split(' ')[1] ?? '', 'base64');
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  expect(() => readPublicKey(bytes)).toThrow('make no key');
});

test('bytes of any kind are refused in words, or are a key', () => {
  for (let at = 0; at < blob.length; at += 1) {
    expect(() => readPublicKey(blob.subarray(0, at))).toThrow(/Invalid key content|Unable to verify/);
    for (const byte of [0x00, 0x7f, 0x80, 0xff]) {
      const changed = Buffer.from(blob);
      changed[at] = byte;
      try {
        readPublicKey(changed);
      } catch (error) {
        expect((error as Error).message).toMatch(/Invalid key content|Unable to verify/);
      }
    }
  }
  expect(() => readPublicKey(Buffer.concat([blob, Buffer.alloc(1)]))).toThrow('follows');
});
