import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openKeyring } from './keyring.ts';
import { hashToken, newToken, sameSecret } from './token.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-key-'));
  file = join(folder, 'key');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('the key file is made once, for its owner alone, and opens what it sealed after a restart', () => {
  const envelope = openKeyring(file).seal('secret/1', 'pässword');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file)).toHaveLength(32);
  expect(openKeyring(file).open('secret/1', envelope)).toBe('pässword');
});

test('a key that sealed rows need is never made anew', () => {
  expect(() => openKeyring(file, { isNeeded: true })).toThrow(/is gone.*backup/);
  expect(existsSync(file)).toBe(false);
  const envelope = openKeyring(file).seal('row', 'text');
  expect(openKeyring(file, { isNeeded: true }).open('row', envelope)).toBe('text');
});

test('an envelope says nothing of its text, and differs each time', () => {
  const keyring = openKeyring(file);
  const first = keyring.seal('a', 'same');
  expect(first).not.toBe(keyring.seal('a', 'same'));
  expect(Buffer.from(first, 'base64').toString('latin1')).not.toContain('same');
});

test('an envelope that was altered, moved to another row or sealed with another key does not open', () => {
  const keyring = openKeyring(file);
  const envelope = keyring.seal('row/1', 'text');
  const bytes = Buffer.from(envelope, 'base64');
  for (const position of [0, 1, 13, bytes.length - 1]) {
    const altered = Buffer.from(bytes);
    altered[position] = (altered[position] ?? 0) ^ 1;
    expect(() => keyring.open('row/1', altered.toString('base64'))).toThrow();
  }
  expect(() => keyring.open('row/2', envelope)).toThrow('cannot be opened');
  expect(() => openKeyring(join(folder, 'other')).open('row/1', envelope)).toThrow('cannot be opened');
  expect(() => keyring.open('row/1', '')).toThrow();
});

test('a key file that others can read or that is damaged is refused in words', () => {
  openKeyring(file);
  chmodSync(file, 0o644);
  expect(() => openKeyring(file)).toThrow('chmod 600');
  writeFileSync(join(folder, 'short'), 'x', { mode: 0o600 });
  expect(() => openKeyring(join(folder, 'short'))).toThrow('damaged');
});

test('derived keys are stable and differ by purpose', () => {
  const keyring = openKeyring(file);
  expect(keyring.derive('a').equals(openKeyring(file).derive('a'))).toBe(true);
  expect(keyring.derive('a').equals(keyring.derive('b'))).toBe(false);
  expect(keyring.derive('a')).toHaveLength(32);
});

test('tokens are 40 hex characters, stored as a hash, compared whole', () => {
  const token = newToken();
  expect(token).toMatch(/^[0-9a-f]{40}$/);
  expect(newToken()).not.toBe(token);
  expect(hashToken(token)).not.toContain(token);
  expect(sameSecret(token, `${token}`)).toBe(true);
  expect(sameSecret(token, token.slice(1))).toBe(false);
});
