import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { createFork, createGiteaClient, repoCreateFile } from '@mosaic/contracts/gitea';
import { EventPage, repositoryForked } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { PRINCIPALS, remoteUrl, runGit, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

const stack = new Stack();
afterEach(() => stack[Symbol.asyncDispose]());

it('kill -9 at random moments of a fork: it is whole and told of once, or not there', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forge-fork-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
  const settings = { folder, accounts: accounts.url, hookHost: '127.0.0.1' };
  let server = await startForgeProcess(settings);
  stack.defer(() => void server.child.kill('SIGKILL'));
  const callsAs = (token: string) => stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${token}` }) }));
  const ada = () => createGiteaClient(callsAs(TOKENS.ada));
  const bob = () => createGiteaClient(callsAs(TOKENS.bob));
  const root = join(folder, 'forge', 'repositories');

  // From before the row, over the copy, to after the answer.
  for (const [round, delayMs] of [0, 10, 20, 35, 50, 80].entries()) {
    const repo = `r${round}`;
    const parent = await ada().createRepository({ name: repo, auto_init: true });
    const content = randomBytes(4_000_000).toString('base64');
    await ada().call(repoCreateFile, { owner: 'ada', repo, filepath: 'large.bin', body: { content } });
    const forking = bob()
      .call(createFork, { owner: 'ada', repo, body: {} })
      .catch(() => 'cut off');
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    await forking;
    server = await startForgeProcess(settings);
    const left = await bob().getRepository('bob', repo);
    const told = EventPage.parse(await (await callsAs(TOKENS.root)({ method: 'GET', path: '/-/events?limit=500' })).json()).events;
    const count = told.filter(({ type, data }) => type === repositoryForked.type && data['repositoryId'] === parent.id).length;
    expect([repo, count]).toEqual([repo, left === null ? 0 : 1]);
    const fork = left ?? (await bob().call(createFork, { owner: 'ada', repo, body: {} }));
    await runGit(['--git-dir', join(root, `${fork.id}.git`), 'fsck', '--strict']);
    const tips = async (owner: string) => runGit(['ls-remote', '--heads', remoteUrl(server.url, `${owner}/${repo}`, '')]);
    expect(await tips('bob')).toBe(await tips('ada'));
  }
  // Nothing half is left: a folder for each of the twelve, and the blank one.
  expect((await readdir(root)).length).toBe(13);
});
