import { Readable } from 'node:stream';

import { Header } from 'tar';
import { expect, test } from 'vitest';

import { checkTar, isInsideName } from './check-tar.ts';

/** An archive of empty entries, exactly as given: `tar` itself would clean the names. */
function archive(
  entries: { path: string; type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice'; linkpath?: string }[],
): Readable {
  const blocks = entries.map(({ path, type = 'File', linkpath }) => {
    const block = Buffer.alloc(512);
    new Header({ path, type, size: 0, mode: 0o644, mtime: new Date(0), ...(linkpath === undefined ? {} : { linkpath }) }).encode(block, 0);
    return block;
  });
  return Readable.from([Buffer.concat([...blocks, Buffer.alloc(1024)])]);
}

test('files and folders are counted', async () => {
  expect(await checkTar(archive([{ path: 'a/', type: 'Directory' }, { path: 'a/b.txt' }, { path: 'c' }]))).toBe(2);
});

test.each([
  [{ path: '../evil' }, /outside/],
  [{ path: 'a/../../evil' }, /outside/],
  [{ path: '/etc/passwd' }, /outside/],
  [{ path: 'link', type: 'SymbolicLink' as const, linkpath: '/etc' }, /SymbolicLink/],
  [{ path: 'hard', type: 'Link' as const, linkpath: 'x' }, /Link/],
  [{ path: 'dev', type: 'CharacterDevice' as const }, /CharacterDevice/],
])('%o is refused', async (entry, words) => {
  await expect(checkTar(archive([{ path: 'fine' }, entry]))).rejects.toThrowError(words);
});

test('what is no tar, cut off or compressed is refused', async () => {
  await expect(checkTar(Readable.from([Buffer.from('hello '.repeat(200))]))).rejects.toThrowError(/tar archive/);
  await expect(checkTar(Readable.from([Buffer.from([0x1f, 0x8b, 8, 0])]))).rejects.toThrowError(/compressed/);
});

test.each(['a', 'a/b', './a', 'a..b'])('%s stays inside', (name) => expect(isInsideName(name)).toBe(true));
test.each(['', '/a', '..', 'a/..', 'a\\b', 'C:x'])('%j does not', (name) => expect(isInsideName(name)).toBe(false));
