import { connect } from 'node:net';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { TOKENS, eventually, remoteUrl, runGit, startForgeBench, type ForgeBench } from './forge-bench.ts';

/** A fetch that begins and then says nothing more. */
function stalledFetch(url: string, repository: string, token: string) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(
    [
      `POST /${repository}.git/git-upload-pack HTTP/1.1`,
      `host: ${hostname}`,
      `authorization: token ${token}`,
      'content-type: application/x-git-upload-pack-request',
      'git-protocol: version=2',
      'content-length: 1000',
      '',
      '0014command=ls-refs\n',
    ].join('\r\n'),
  );
  return socket;
}

async function gitsAtWork(folder: string): Promise<number> {
  let count = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (/^(upload|receive)-pack$/.test(line[1] ?? '') && line.some((part) => part.startsWith(join(folder, 'forge')))) count++;
  }
  return count;
}

describe.skipIf(process.platform !== 'linux')('places for git', () => {
  let bench: ForgeBench;
  const open = async (config: NonNullable<Parameters<typeof startForgeBench>[0]>['config'] = {}) => {
    bench = await startForgeBench({ config: { maxGitProcesses: 2, ...config } });
    const work = await bench.workspace('ada/busy', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    return work;
  };
  beforeEach(() => {
    bench = undefined as unknown as ForgeBench;
  });
  afterEach(() => bench?.[Symbol.asyncDispose]());

  it('twenty clones and pushes at once pass, two at a time', async () => {
    const work = await open();
    let most = 0;
    let isOver = false;
    const watch = (async () => {
      while (!isOver) {
        most = Math.max(most, await gitsAtWork(bench.folder));
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    const url = (token: string) => remoteUrl(bench.url, 'ada/busy', token);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => [
        runGit(['push', '-q', url(TOKENS.ada), `main:b${index}`], { cwd: work }),
        runGit(['clone', '-q', '--bare', url(TOKENS.root), join(bench.folder, `clone-${index}`)]),
      ]).flat(),
    );
    isOver = true;
    await watch;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(2);
    expect((await bench.as(TOKENS.ada).branches('ada', 'busy')).items).toHaveLength(11);
  });

  it('says 503 and when to come back, changes nothing, and others are served meanwhile', async () => {
    const work = await open({ gitWaitMs: 50 });
    const stalled = stalledFetch(bench.url, 'ada/busy', TOKENS.ada);
    await eventually(
      () => gitsAtWork(bench.folder),
      (count) => count === 1,
    );
    const before = (await bench.events()).length;
    const refused = await bench.send(TOKENS.ada)({ method: 'GET', path: '/ada/new.git/info/refs?service=git-receive-pack' });
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '10']);
    expect(await refused.text()).toMatch(/busy.*Try again in 10 seconds/);
    await expect(runGit(['push', 'origin', 'main:refused'], { cwd: work })).rejects.toThrow(/503/);
    expect((await bench.events()).length).toBe(before);
    await runGit(['clone', '-q', remoteUrl(bench.url, 'ada/busy', TOKENS.root), join(bench.folder, 'other')]);
    stalled.destroy();
    await eventually(
      () => gitsAtWork(bench.folder),
      (count) => count === 0,
    );
    await runGit(['push', '-q', 'origin', 'main:taken'], { cwd: work });
  });

  it('a client that falls silent loses its place', async () => {
    const work = await open({ gitStallMs: 100 });
    const stalled = stalledFetch(bench.url, 'ada/busy', TOKENS.ada);
    await eventually(
      () => gitsAtWork(bench.folder),
      (count) => count === 1,
    );
    await runGit(['push', '-q', 'origin', 'main:patient'], { cwd: work });
    expect(stalled.readableEnded || stalled.destroyed || stalled.closed).toBe(true);
    stalled.destroy();
  });
});
