import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { openFileBlobs } from '@mosaic/platform/blobs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mosaic-blobs-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const LIMIT = { maxBytes: 1000 };

test('a value is put, read whole or in part, replaced and removed', async () => {
  const blobs = await openFileBlobs(folder);
  expect(await blobs.put('a/b/c.log', 'hello world', LIMIT)).toBe(11);
  expect(await text(await blobs.get('a/b/c.log'))).toBe('hello world');
  expect(await text(await blobs.get('a/b/c.log', { start: 6, end: 11 }))).toBe('world');
  await blobs.put('a/b/c.log', Readable.from([Buffer.from('new')]), LIMIT);
  expect(await blobs.size('a/b/c.log')).toBe(3);
  expect(await blobs.list('a/b')).toEqual(['c.log']);
  await blobs.remove('a');
  expect(await blobs.size('a/b/c.log')).toBeNull();
  await expect(blobs.get('a/b/c.log')).rejects.toThrow('no such stored value');
  expect(await blobs.list('nothing')).toEqual([]);
});

test('a value over its limit, or whose source breaks, leaves the old one and no draft', async () => {
  const blobs = await openFileBlobs(folder);
  await blobs.put('a', 'old', LIMIT);
  await expect(blobs.put('a', Buffer.alloc(1001), LIMIT)).rejects.toMatchObject({ code: 'too_large' });
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('half');
      throw new Error('gone');
    })(),
  );
  await expect(blobs.put('a', broken, LIMIT)).rejects.toThrow('gone');
  expect(await text(await blobs.get('a'))).toBe('old');
  expect(readdirSync(join(folder, '.drafts'))).toEqual([]);
});

test.each(['', '/etc/passwd', '../x', 'a/../../x', 'a//b', '.drafts/x', 'a/.hidden', 'a\0b', `${'a/'.repeat(12)}b`])(
  '%j is no key',
  async (key) => {
    const blobs = await openFileBlobs(folder);
    await expect(blobs.put(key, 'x', LIMIT)).rejects.toMatchObject({ code: 'invalid_input' });
  },
);

test('appending adds to the end, and makes the value', async () => {
  const blobs = await openFileBlobs(folder);
  await blobs.append('logs/1', 'one\n');
  await blobs.append('logs/1', 'two\n');
  expect(await text(await blobs.get('logs/1'))).toBe('one\ntwo\n');
});

test('half-written drafts of a killed process are gone after opening', async () => {
  mkdirSync(join(folder, '.drafts'));
  writeFileSync(join(folder, '.drafts', 'half'), 'x');
  await openFileBlobs(folder);
  expect(existsSync(join(folder, '.drafts', 'half'))).toBe(false);
});

test('a folder or a link to one is no value', async () => {
  const blobs = await openFileBlobs(folder);
  await blobs.put('a/b', 'x', LIMIT);
  symlinkSync('/etc', join(folder, 'link'));
  expect(await blobs.size('a')).toBeNull();
  expect(await blobs.size('link')).toBeNull();
});
