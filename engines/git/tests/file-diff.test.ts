import { execFileSync } from 'node:child_process';
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { textOfBytes } from '@mosaic/contracts/wire';
import { fileChanges, fileDiff, type Repository } from '@mosaic/engines/git';
import { describe, expect, it } from 'vitest';

import { GitFixture } from './git-fixture.ts';

const latin = (text: string): Buffer => Buffer.from(text, 'latin1');
const NOTHING = '0'.repeat(40);

/** Two commits; each step works in a clone of stock git. */
async function between(fixture: GitFixture, before: (folder: string) => Promise<unknown>, after: (folder: string) => Promise<unknown>) {
  const clone = join(fixture.folder, 'clone');
  await fixture.git(['clone', '-q', fixture.repository.gitDir, clone]);
  const ids: string[] = [];
  for (const step of [before, after]) {
    await step(clone);
    await fixture.git(['add', '-A'], { cwd: clone });
    await fixture.git(['commit', '-qm', 'step'], { cwd: clone });
    ids.push((await fixture.git(['rev-parse', 'HEAD'], { cwd: clone })).stdout.trim());
  }
  await fixture.git(['push', '-q', 'origin', 'HEAD:refs/heads/main'], { cwd: clone });
  const [base = '', head = ''] = ids;
  return { base, head };
}

const read = async (repository: Repository, request: Parameters<typeof fileDiff>[1]) =>
  (await fileDiff(repository, request))?.toString('latin1') ?? null;

describe('one file of a change', () => {
  it('is what git says of it, also where its name is no UTF-8 and another one differs in that byte alone', async () => {
    await using fixture = await GitFixture.create();
    const name = (folder: string, file: string) => Buffer.concat([Buffer.from(`${folder}/d/`), latin(file)]);
    const sides = await between(
      fixture,
      async (folder) => {
        await mkdir(join(folder, 'd'));
        await writeFile(name(folder, 'l\xe9'), latin('one\nt\xe9a\n'));
        await writeFile(name(folder, 'l\xea'), 'one\n');
      },
      async (folder) => {
        await writeFile(name(folder, 'l\xe9'), latin('one\nt\xe9as\n'));
        await writeFile(name(folder, 'l\xea'), 'other\n');
      },
    );
    const { files } = await fileChanges(fixture.repository, sides.base, sides.head);
    expect(files.map(({ path }) => path)).toEqual([textOfBytes(latin('d/l\xe9')), textOfBytes(latin('d/l\xea'))]);
    expect(files[0]).toMatchObject({ isBinary: false, before: { mode: '100644' }, after: { mode: '100644' } });
    expect(files[0]?.before.id).not.toBe(files[0]?.after.id);
    expect(await read(fixture.repository, { ...sides, path: files[0]?.path ?? '' })).toMatch(
      /\n@@ -1,2 \+1,2 @@\n one\n-t\xe9a\n\+t\xe9as\n$/,
    );
  });

  it('that came or went is all of it, a moved one what differs, and one that is on neither side is none', async () => {
    await using fixture = await GitFixture.create();
    const long = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
    const sides = await between(
      fixture,
      async (folder) => {
        await writeFile(join(folder, 'gone'), 'a\nb');
        await writeFile(join(folder, 'old'), long);
        await writeFile(join(folder, 'run.sh'), 'x\n');
        await writeFile(join(folder, 'void'), '');
      },
      async (folder) => {
        for (const path of ['gone', 'old', 'void']) await rm(join(folder, path));
        await writeFile(join(folder, 'new'), `${long}more\n`);
        await writeFile(join(folder, 'come'), 'a\r\nb\n');
        await writeFile(join(folder, 'picture'), Buffer.from([1, 0, 2]));
        await chmod(join(folder, 'run.sh'), 0o755);
      },
    );
    const of = (path: string, more: object = {}) => read(fixture.repository, { ...sides, path, ...more });
    expect(await of('gone')).toMatch(/\n@@ -1,2 \+0,0 @@\n-a\n-b\n\\ No newline at end of file\n$/);
    expect(await of('come')).toMatch(/\nnew file mode 100644\n@@ -0,0 \+1,2 @@\n\+a\r\n\+b\n$/);
    expect(await of('picture')).toMatch(/\nBinary files differ\n$/);
    expect(await of('void')).toMatch(/^diff --git .*\ndeleted file mode 100644\n$/);
    expect(await of('new', { formerPath: 'old' })).toMatch(/\n@@ -18,3 \+18,4 @@ line 16\n line 17\n line 18\n line 19\n\+more\n$/);
    expect([await of('run.sh'), await of('nowhere'), await of('.')]).toEqual(['', null, null]);
    const { files } = await fileChanges(fixture.repository, sides.base, sides.head);
    expect(files.find(({ path }) => path === 'run.sh')).toMatchObject({
      kind: 'modified',
      additions: 0,
      before: { mode: '100644' },
      after: { mode: '100755' },
    });
    expect(files.find(({ path }) => path === 'come')?.before).toEqual({ mode: '000000', id: NOTHING });
    expect(files.find(({ path }) => path === 'gone')?.after).toEqual({ mode: '000000', id: NOTHING });
    // What came applies: git takes the file's text out of it again.
    const clone = join(fixture.folder, 'clone');
    const patch = (await of('come'))
      ?.replace(/^diff .*\n/, 'diff --git a/again b/again\n')
      .replace('@@ -0', '--- /dev/null\n+++ b/again\n@@ -0');
    execFileSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: clone, input: latin(patch ?? '') });
    expect((await fixture.git(['hash-object', 'again'], { cwd: clone })).stdout).toBe(
      (await fixture.git(['hash-object', 'come'], { cwd: clone })).stdout,
    );
  });

  it('has as many lines around a change as are asked for, passes white space over when asked, and is bounded', async () => {
    await using fixture = await GitFixture.create();
    const sides = await between(
      fixture,
      (folder) => writeFile(join(folder, 'a'), '1\n2\n3\n4\n5\n6\n  7\n8\n'),
      (folder) => writeFile(join(folder, 'a'), '1\n2\n3\n4\nfive\n6\n\t7\n8\n'),
    );
    const of = (more: object) => read(fixture.repository, { ...sides, path: 'a', ...more });
    expect(await of({ contextLines: 0 })).toMatch(/\n@@ -5 \+5 @@\n-5\n\+five\n@@ -7 \+7 @@\n- {2}7\n\+\t7\n$/);
    expect(await of({ contextLines: 1, ignoreSpace: true })).toMatch(/\n@@ -4,3 \+4,3 @@\n 4\n-5\n\+five\n 6\n$/);
    await expect(of({ maxBytes: 40 })).rejects.toMatchObject({ code: 'too_large' });
  });
});
