import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  clearLeftovers,
  createBranch,
  estimateClutter,
  isWhole,
  listRefs,
  maintainRepository,
  repositorySize,
  resolveCommit,
  run,
  stream,
} from '@mosaic/engines/git';
import { describe, expect, it } from 'vitest';

import { GitFixture } from './git-fixture.ts';

describe('whether a repository is whole', () => {
  it.each<[string, boolean, (gitDir: string, blob: string) => Promise<void>]>([
    ['as it was pushed', true, async () => undefined],
    ['without the bytes of a file', false, (gitDir, blob) => rm(join(gitDir, 'objects', blob.slice(0, 2), blob.slice(2)))],
    ['with an empty HEAD', false, (gitDir) => writeFile(join(gitDir, 'HEAD'), '')],
    ['with a branch that leads nowhere', false, (gitDir) => writeFile(join(gitDir, 'refs/heads/lost'), `${'a'.repeat(40)}\n`)],
    ['without its folder', false, (gitDir) => rm(gitDir, { recursive: true })],
  ])('%s: %s', async (_what, whole, damage) => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const id = await fixture.commit('first', { 'a.txt': '1' });
    const blob = (await run(['rev-parse', `${id}:a.txt`], { gitDir: repository.gitDir })).stdout.toString().trim();
    await damage(repository.gitDir, blob);
    expect(await isWhole(repository)).toBe(whole);
  });

  it('an empty one is', async () => {
    await using fixture = await GitFixture.create();
    expect(await isWhole(fixture.repository)).toBe(true);
  });
});

describe('maintenance', () => {
  it('leaves one pack with a bitmap, and drops nothing that a push may come back to', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const first = await fixture.commit('first', { 'a.txt': '1' });
    const lost = await fixture.commit('second', { 'b.txt': '2' });
    await run(['update-ref', 'refs/heads/main', first], { gitDir: repository.gitDir });
    // The reflog, too, forgets it, and its objects are older than any grace.
    await run(['reflog', 'expire', '--expire=now', '--expire-unreachable=now', '--all'], { gitDir: repository.gitDir });
    await fixture.git(['-C', repository.gitDir, 'repack', '-q', '-a', '-d', '-k']);
    for (const name of await readdir(join(repository.gitDir, 'objects/pack')))
      await fixture.git(['-c', 'alias.age=!touch -d "2001-01-01"', 'age', join(repository.gitDir, 'objects/pack', name)]);

    await maintainRepository(repository);
    await maintainRepository(repository);
    await createBranch(repository, 'again', lost);
    expect(await resolveCommit(repository, 'again')).toBe(lost);
    expect((await run(['cat-file', '-p', `${lost}:b.txt`], { gitDir: repository.gitDir })).stdout.toString()).toBe('2');
    const packs = await readdir(join(repository.gitDir, 'objects/pack'));
    expect(packs.filter((name) => name.endsWith('.bitmap'))).toHaveLength(1);
    expect(await repositorySize(repository)).toMatchObject({ looseObjects: 0, packs: 2 });
  });

  it('counts what has gathered without asking git', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    expect(await estimateClutter(repository)).toEqual({ looseObjects: 0, packs: 0 });
    await mkdir(join(repository.gitDir, 'objects/17'));
    for (const name of ['a', 'b', 'c']) await writeFile(join(repository.gitDir, 'objects/17', name), '');
    for (const name of ['pack-1.pack', 'pack-1.idx', 'pack-2.pack']) await writeFile(join(repository.gitDir, 'objects/pack', name), '');
    expect(await estimateClutter(repository)).toEqual({ looseObjects: 768, packs: 2 });
  });

  it('goes on after a kill that left locks, quarantines and half a pack; a branch with such a name stays', async () => {
    await using fixture = await GitFixture.create();
    const { repository } = fixture;
    const tip = await fixture.commit('first', { 'a.txt': '1' });
    await createBranch(repository, 'tmp_branch', tip);
    await createBranch(repository, 'packed-refs.new', tip);
    await mkdir(join(repository.gitDir, 'objects/incoming-abc/pack'), { recursive: true });
    const left = ['packed-refs.lock', 'packed-refs.new', 'HEAD.lock', 'refs/heads/main.lock', 'objects/info/commit-graph.lock'];
    for (const name of [...left, 'objects/pack/tmp_pack_x', 'objects/pack/.tmp-1-pack-x.pack', 'objects/incoming-abc/pack/tmp_pack_y'])
      await writeFile(join(repository.gitDir, name), 'x');
    await expect(maintainRepository(repository)).rejects.toMatchObject({ code: 'internal' });
    expect(await clearLeftovers(repository)).toBe(8);
    await maintainRepository(repository);
    expect((await listRefs(repository, 'refs/heads/')).map(({ name }) => name)).toEqual(['main', 'packed-refs.new', 'tmp_branch']);
    expect(await clearLeftovers(repository)).toBe(0);
  });

  it('is cancelled between its steps', async () => {
    await using fixture = await GitFixture.create();
    await fixture.commit('first', { 'a.txt': '1' });
    await expect(maintainRepository(fixture.repository, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(await repositorySize(fixture.repository)).toMatchObject({ packs: 0 });
  });
});

it.skipIf(process.platform !== 'linux')('low priority stands behind everything else, with bounded memory', async () => {
  await using fixture = await GitFixture.create();
  const child = stream(['cat-file', '--batch'], { gitDir: fixture.repository.gitDir, priority: 'low' });
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  expect(Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[16])).toBe(15);
  child.stdin.end();
  await child.done;
  const { stdout } = await run(['config', '--get-regexp', '^(pack\\.|core\\.deltabase)'], { gitDir: fixture.repository.gitDir });
  expect(stdout.toString()).toMatch(/pack\.windowmemory 32m/);
});
