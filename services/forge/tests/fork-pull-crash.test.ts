import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import {
  createFork,
  createGiteaClient,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoGetPullRequest,
} from '@mosaic/contracts/gitea';
import { eventData, EventPage, pullRequestSynchronized } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { eventually, PRINCIPALS, remoteUrl, runGit, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

const stack = new Stack();
afterEach(() => stack[Symbol.asyncDispose]());

it(
  'kill -9 between a push to the fork and what the base has of it: both stand at the same commit afterwards',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forge-fork-pull-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
    const settings = { folder, accounts: accounts.url, hookHost: '127.0.0.1' };
    let server = await startForgeProcess(settings);
    stack.defer(() => void server.child.kill('SIGKILL'));
    const callsAs = (token: string) => stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${token}` }) }));
    const bob = () => createGiteaClient(callsAs(TOKENS.bob));
    const at = { owner: 'ada', repo: 'loop' };
    const place = { owner: 'bob', repo: 'loop' };
    await createGiteaClient(callsAs(TOKENS.ada)).createRepository({ name: 'loop', auto_init: true });
    await bob().call(createFork, { ...at, body: {} });
    await bob().call(repoCreateBranch, { ...place, body: { new_branch_name: 'topic' } });
    const write = (name: string) => bob().call(repoCreateFile, { ...place, filepath: name, body: { content: 'eAo=', branch: 'topic' } });
    await write('first.txt');
    const begun = performance.now();
    await write('second.txt');
    const wholeMs = performance.now() - begun;
    const { number: index } = await bob().call(repoCreatePullRequest, { ...at, body: { head: 'bob:topic', base: 'main', title: 'Topic' } });

    const tipOf = async (repository: string, ref: string) =>
      (await runGit(['ls-remote', remoteUrl(server.url, repository, TOKENS.bob), ref])).slice(0, 40);
    // From before the fork's ref moves, over its settling, to the copy into the base.
    const opened = await tipOf('bob/loop', 'refs/heads/topic');
    for (const [round, part] of [0.1, 0.3, 0.5, 0.7, 0.9, 1.2].entries()) {
      const writing = write(`${round}.txt`).catch(() => 'cut off');
      await new Promise((resolve) => setTimeout(resolve, part * wholeMs));
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      await writing;
      server = await startForgeProcess(settings);
      const tip = await tipOf('bob/loop', 'refs/heads/topic');
      await eventually(
        () => tipOf('ada/loop', `refs/pull/${index}/head`),
        (head) => head === tip,
      );
      expect((await bob().call(repoGetPullRequest, { ...at, index })).head.sha).toBe(tip);
    }
    const feed = EventPage.parse(await (await callsAs(TOKENS.root)({ method: 'GET', path: '/-/events?limit=500' })).json()).events;
    const moves = feed
      .filter(({ type }) => type === pullRequestSynchronized.type)
      .map((event) => eventData(pullRequestSynchronized, event));
    // One event for each move, in the order of the ref.
    moves.slice(1).forEach((move, at) => expect(move.before).toBe(moves[at]?.after));
    expect(moves.at(-1)?.after ?? opened).toBe(await tipOf('bob/loop', 'refs/heads/topic'));
  },
);
