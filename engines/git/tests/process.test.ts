import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { checkGitVersion, isRefName, run, stream } from '@mosaic/engines/git';
import { afterEach, expect, it } from 'vitest';

import { GitFixture } from './git-fixture.ts';

const path = process.env['PATH'];
afterEach(() => {
  process.env['PATH'] = path;
});

it('knows the version, and says what is wrong with it', async () => {
  expect(await checkGitVersion()).toMatch(/^2\./);
  const folder = await mkdtemp(join(tmpdir(), 'mosaic-path-'));
  process.env['PATH'] = folder;
  await expect(checkGitVersion()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('install git 2.38') });
  await writeFile(join(folder, 'git'), '#!/bin/sh\necho git version 2.30.2\n');
  await chmod(join(folder, 'git'), 0o755);
  await expect(checkGitVersion()).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining('2.30.2') });
  await rm(folder, { recursive: true });
});

it('runs in a clean environment', async () => {
  process.env['GIT_DIR'] = '/nowhere';
  process.env['MOSAIC_SECRET'] = 'x';
  const { stdout } = await run(['-c', 'alias.show-env=!env', 'show-env']);
  delete process.env['GIT_DIR'];
  delete process.env['MOSAIC_SECRET'];
  expect(stdout.toString()).toContain('GIT_TERMINAL_PROMPT=0');
  expect(stdout.toString()).not.toMatch(/MOSAIC_SECRET|\/nowhere/);
});

it('ends whole process groups at limits of time and output, and on abort', async () => {
  const sleeper = ['-c', 'alias.wait=!sleep 60 & echo $!; wait', 'wait'];
  await expect(run(sleeper, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'timeout' });
  const stop = new AbortController();
  const child = stream(sleeper, { signal: stop.signal });
  const grandchild = Number(String(await new Promise((resolve) => child.stdout.once('data', resolve))));
  stop.abort();
  expect((await child.done).endedBy).toBe('abort');
  // Gone, or dead and not yet collected by init.
  expect(spawnSync('ps', ['-o', 'stat=', '-p', String(grandchild)], { encoding: 'utf8' }).stdout).toMatch(/^$|^Z/);
  const endless = ['-c', 'alias.yes=!yes', 'yes'];
  await expect(run(endless, { maxOutputBytes: 1000 })).rejects.toMatchObject({ code: 'too_large' });
  expect(await run(endless, { maxOutputBytes: 1000, overflow: 'truncate' })).toMatchObject({ truncated: true, stdout: { length: 1000 } });
});

it('ends what git has left behind', async () => {
  // The shell that git starts ends at once; its child goes on and holds the output open.
  const child = stream(['-c', 'alias.leave=!sleep 60 & exit 0', 'leave'], { timeoutMs: 300 });
  expect((await child.done).endedBy).toBe('timeout');
});

it('reports failures without the paths of the server', async () => {
  await using fixture = await GitFixture.create();
  await expect(run(['log'], { gitDir: join(fixture.folder, 'none.git') })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.not.stringContaining(fixture.folder),
  });
  const failure = await run(['rev-parse', '--verify', 'nope'], { gitDir: fixture.repository.gitDir }).catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'internal', message: expect.not.stringContaining(fixture.folder) });
});

it('agrees with git about ref names', async () => {
  const names = [
    'refs/heads/a',
    'refs/heads/.a',
    'refs/heads/a..b',
    'refs/heads/a.lock',
    'refs/heads/a@{',
    'refs/heads/@',
    'refs/heads/a b',
    'refs/heads/a.',
    'a',
    '@',
    'refs/heads/a//b',
    'refs/heads/ä*',
    'refs/heads/-a',
    'refs/heads/a\\b',
    'refs/heads/{a}',
  ];
  for (const name of names) {
    const { exitCode } = await run(['check-ref-format', name], { okExitCodes: [0, 1] });
    expect([name, isRefName(name)]).toEqual([name, exitCode === 0]);
  }
});
