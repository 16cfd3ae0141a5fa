import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { eventData, refUpdated } from '@mosaic/contracts/mosaic';

import { TOKENS, runGit, startForge, type ForgeHarness } from './harness.ts';

describe('a push of which something is refused', () => {
  let bench: ForgeHarness;
  beforeAll(async () => {
    bench = await startForge();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  /** What git says about a push that fails. */
  const failing = (cwd: string, ...args: string[]): Promise<string> =>
    runGit(['push', ...args], { cwd }).then(
      (words) => expect.fail(`the push passed: ${words}`),
      (error: { stderr: string }) => error.stderr,
    );
  const refsOf = async (cwd: string) =>
    (await runGit(['ls-remote', '--quiet', 'origin'], { cwd }))
      .replace(/[0-9a-f]{40}\t/g, '')
      .trim()
      .split('\n');

  it('takes the others: a mirror of a clone that holds the refs of somebody’s pull requests', async () => {
    const work = await bench.workspace('ada/mirror', TOKENS.ada);
    await runGit(['update-ref', 'refs/pull/1/head', 'HEAD'], { cwd: work });
    await runGit(['tag', 'v1'], { cwd: work });
    const words = await failing(work, '--mirror', 'origin');
    expect(words).toMatch(/! \[remote rejected\] refs\/pull\/1\/head -> refs\/pull\/1\/head \(refs\/pull\/1\/head belongs to the server\)/);
    expect(words).toMatch(/\* \[new branch\] +main -> main/);
    expect(words).toMatch(/\* \[new tag\] +v1 -> v1/);
    expect(words).toContain('Journey:');
    expect(await refsOf(work)).toEqual(['HEAD', 'refs/heads/main', 'refs/tags/v1']);
    const moved = (await bench.events()).filter(({ type, subject }) => type === 'dev.mosaic.ref.updated' && subject === 'ada/mirror');
    expect(moved.map((event) => eventData(refUpdated, event).ref)).toEqual(['refs/heads/main', 'refs/tags/v1']);
  });

  it('takes a deletion beside what is refused, whose pack nobody reads', async () => {
    const work = await bench.workspace('ada/deletes', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main', 'main:side'], { cwd: work });
    await runGit(['commit', '-q', '--allow-empty', '-m', 'more'], { cwd: work });
    expect(await failing(work, '-o', 'a=b', 'origin', ':side', 'main:refs/pull/2/head')).toMatch(/- \[deleted\] +side/);
    expect(await refsOf(work)).toEqual(['HEAD', 'refs/heads/main']);
  });

  it('says that a push option was not heard', async () => {
    const work = await bench.workspace('ada/options', TOKENS.ada);
    const words = await runGit(['push', '-o', 'ci.skip', '-o', `\u001b[31m${'x'.repeat(80)}`, 'origin', 'main'], { cwd: work });
    expect(words).toMatch(/remote: No push option is known here: "ci\.skip", " \[31mx{55}\.\.\." did nothing\./);
    expect(words).toMatch(/remote: Journey:/);
  });

  it('takes nothing of an atomic one', async () => {
    const work = await bench.workspace('ada/atomic', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    const words = await failing(work, '--atomic', 'origin', 'main:side', 'main:refs/pull/1/head');
    expect(words).toMatch(/main -> side \(another ref of this atomic push was refused\)/);
    expect(await refsOf(work)).toEqual(['HEAD', 'refs/heads/main']);
  });

  it('passes a push whose project file cannot be read, and says why', async () => {
    const work = await bench.workspace('ada/bomb', TOKENS.ada);
    const nine = (of: string) => `[${Array.from({ length: 9 }, () => of).join(',')}]`;
    const files = {
      bomb: `a: &a ${nine('x')}\nb: &b ${nine('*a')}\nc: &c ${nine('*b')}\ndeploy: ${nine('*c')}\n`,
      keys: Array.from({ length: 9000 }, (_, index) => `${index.toString(36)}: 1`).join('\n'),
      deep: '['.repeat(30_000),
      cycle: 'deploy: &a [*a]',
      large: `# ${'x'.repeat(70_000)}`,
    };
    for (const [branch, text] of Object.entries(files)) {
      await writeFile(join(work, '.mosaic.yaml'), text);
      await runGit(['add', '.'], { cwd: work });
      await runGit(['commit', '-q', '-m', branch], { cwd: work });
      const said = await runGit(['push', 'origin', `HEAD:${branch}`], { cwd: work });
      expect(said, branch).toMatch(new RegExp(`remote: On ${branch}: .*\\S`));
    }
  });

  it('makes no repository when nothing is left of it', async () => {
    const work = await bench.workspace('ada/never', TOKENS.ada);
    expect(await failing(work, 'origin', 'main:refs/pull/1/head')).toContain('belongs to the server');
    expect(await bench.as(TOKENS.ada).getRepository('ada', 'never')).toBeNull();
  });

  it('names a ref that is no UTF-8, and takes the others', async () => {
    const work = await bench.workspace('ada/latin', TOKENS.ada);
    const head = (await runGit(['rev-parse', 'HEAD'], { cwd: work })).trim();
    // Not as an argument: those are text.
    const line = Buffer.concat([Buffer.from(`${head} refs/heads/caf`), Buffer.of(0xe9), Buffer.from('\n')]);
    await writeFile(join(work, '.git', 'packed-refs'), line);
    const words = await failing(work, '--all', 'origin');
    expect(words).toContain('(its name is not UTF-8; rename it)');
    expect(await refsOf(work)).toEqual(['HEAD', 'refs/heads/main']);
  });

  it('says how many refs a push may have', async () => {
    const work = await bench.workspace('ada/tags', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    const head = (await runGit(['rev-parse', 'HEAD'], { cwd: work })).trim();
    const lines = Array.from({ length: 2_001 }, (_, index) => `${head} refs/tags/t${String(index).padStart(5, '0')}\n`);
    await writeFile(join(work, '.git', 'packed-refs'), lines.join(''));
    expect(await failing(work, '-q', '--tags', 'origin')).toMatch(/remote: Nothing was taken: a push updates at most 2000 refs/);
    expect(await refsOf(work)).toEqual(['HEAD', 'refs/heads/main']);
  });

  it('a repository whose folder is gone is told as such, at every protocol', async () => {
    const work = await bench.workspace('ada/gone', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    const { id } = (await bench.as(TOKENS.ada).getRepository('ada', 'gone')) ?? { id: 0 };
    const folder = join(bench.folder, 'forge', 'repositories', `${id}.git`);
    await rename(folder, join(bench.folder, 'aside'));
    for (const args of [['ls-remote'], ['-c', 'protocol.version=0', 'ls-remote'], ['push', '--all']])
      await expect(runGit([...args, 'origin'], { cwd: work })).rejects.toThrow(
        /remote error: The server cannot read this repository: it is damaged/,
      );
    await rename(join(bench.folder, 'aside'), folder);
    await runGit(['ls-remote', 'origin'], { cwd: work });
  });
});
