import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { repoListBranches } from '@mosaic/contracts/gitea';

import { TOKENS, eventually, remoteUrl, runGit, startForge, type ForgeHarness } from './harness.ts';

const pkt = (line: string) => `${(line.length + 4).toString(16).padStart(4, '0')}${line}`;

function post(url: string, repository: string, { token, body, length }: { token?: string; body: string; length?: number }) {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  socket.write(
    [
      `POST /${repository}.git/git-upload-pack HTTP/1.1`,
      `host: ${hostname}`,
      ...(token === undefined ? [] : [`authorization: token ${token}`]),
      'content-type: application/x-git-upload-pack-request',
      'git-protocol: version=2',
      `content-length: ${length ?? body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  return socket;
}

/** A fetch of more than the sockets hold, whose client reads nothing of the answer. */
function stalledFetch(url: string, repository: string, { token, sha }: { token: string; sha: string }) {
  const socket = post(url, repository, { token, body: `${pkt('command=fetch\n')}0001${pkt(`want ${sha}\n`)}${pkt('done\n')}0000` });
  socket.pause();
  return socket;
}

/** How many git processes serve at one moment: those that a first look finds and a second one still does. */
async function gitsAtWork(folder: string): Promise<number> {
  const serving = async (pids: readonly string[]): Promise<string[]> => {
    const found: string[] = [];
    for (const pid of pids) {
      const line = (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
      if (/^(upload|receive)-pack$/.test(line[1] ?? '') && line.some((part) => part.startsWith(join(folder, 'forge')))) found.push(pid);
    }
    return found;
  };
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  return (await serving(await serving(pids))).length;
}

describe.skipIf(process.platform !== 'linux')('places for git', () => {
  let bench: ForgeHarness;
  let sha: string;
  const open = async (config: NonNullable<Parameters<typeof startForge>[0]>['config'] = {}) => {
    bench = await startForge({ config: { maxGitProcesses: 2, ...config } });
    const work = await bench.workspace('ada/busy', TOKENS.ada);
    await writeFile(join(work, 'large'), randomBytes(16 * 1024 * 1024));
    await runGit(['add', '.'], { cwd: work });
    await runGit(['commit', '-q', '-m', 'large'], { cwd: work });
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    sha = (await runGit(['rev-parse', 'HEAD'], { cwd: work })).trim();
    return work;
  };
  beforeEach(() => {
    bench = undefined as unknown as ForgeHarness;
  });
  afterEach(() => bench?.[Symbol.asyncDispose]());

  it('twenty clones and pushes at once all pass through two places', { timeout: 120_000 }, async () => {
    const work = await open();
    const url = (token: string) => remoteUrl(bench.url, 'ada/busy', token);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => [
        runGit(['push', '-q', url(TOKENS.ada), `main:b${index}`], { cwd: work }),
        runGit(['clone', '-q', '--bare', url(TOKENS.root), join(bench.folder, `clone-${index}`)]),
      ]).flat(),
    );
    expect((await bench.as(TOKENS.ada).callPage(repoListBranches, { owner: 'ada', repo: 'busy' })).items).toHaveLength(11);
  });

  it('no third git runs beside two, whoever asks', async () => {
    await open({ gitWaitMs: 50 });
    const ask = async () => {
      const answer = await bench.send(TOKENS.bob)({ method: 'GET', path: '/bob/own.git/info/refs?service=git-receive-pack' });
      await answer.discard();
      return answer.status;
    };
    expect(await ask()).toBe(200);
    const stalled = [TOKENS.ada, TOKENS.root].map((token) => stalledFetch(bench.url, 'ada/busy', { token, sha }));
    await eventually(
      () => gitsAtWork(bench.folder),
      (count) => count === 2,
    );
    expect(await ask()).toBe(503);
    stalled.forEach((socket) => socket.destroy());
    await eventually(ask, (status) => status === 200);
  });

  it('says 503 and when to come back, changes nothing, and others are served meanwhile', async () => {
    const work = await open({ gitWaitMs: 50 });
    const stalled = stalledFetch(bench.url, 'ada/busy', { token: TOKENS.ada, sha });
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

  it('git shows the words also where it has begun: a fetch, and a push whose pack is there', async () => {
    const work = await open({ gitWaitMs: 50 });
    const stalled = stalledFetch(bench.url, 'ada/busy', { token: TOKENS.ada, sha });
    await eventually(
      () => gitsAtWork(bench.folder),
      (count) => count === 1,
    );
    await expect(runGit(['fetch', 'origin'], { cwd: work })).rejects.toThrow(/remote error: The server is busy.*Try again in 10 seconds/);
    const command = pkt(`${'0'.repeat(40)} ${sha} refs/heads/late\0 report-status side-band-64k`);
    const push = await bench.send(TOKENS.ada)({
      method: 'POST',
      path: '/ada/busy.git/git-receive-pack',
      headers: { 'content-type': 'application/x-git-receive-pack-request' },
      body: new TextEncoder().encode(`${command}0000`),
    });
    expect(push.status).toBe(200);
    expect(await push.text()).toMatch(/Nothing was taken: The server is busy.*Try again in 10 seconds/);
    expect((await bench.as(TOKENS.ada).callPage(repoListBranches, { owner: 'ada', repo: 'busy' })).items.map(({ name }) => name)).toEqual([
      'main',
    ]);
    stalled.destroy();
  });

  it('a client that falls silent is cut off, and its git ends', async () => {
    await open({ slowClientMs: 1_500 });
    const stalled = stalledFetch(bench.url, 'ada/busy', { token: TOKENS.ada, sha });
    for (const wanted of [1, 0])
      await eventually(
        () => gitsAtWork(bench.folder),
        (count) => count === wanted,
      );
    // It sees its end once it reads again.
    stalled.resume();
    await once(stalled, 'close');
  });

  it('requests of which half is sent hold no place, whoever sends them and however many', async () => {
    const work = await open({ gitWaitMs: 50 });
    const half = { body: pkt('command=ls-refs\n'), length: 100_000 };
    // More than are read at once; one caller has half of the places, so that another's clone is read meanwhile.
    const sockets = Array.from({ length: 60 }, () => post(bench.url, 'ada/busy', { ...half, token: TOKENS.root }));
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    for (let round = 0; round < 3; round++) await runGit(['push', '-q', 'origin', `main:beside-${round}`], { cwd: work });
    await runGit(['clone', '-q', '--bare', remoteUrl(bench.url, 'ada/busy', TOKENS.ada), join(bench.folder, 'beside')]);
    expect(sockets.every((socket) => !socket.destroyed)).toBe(true);
    sockets.forEach((socket) => socket.destroy());
  });
});
