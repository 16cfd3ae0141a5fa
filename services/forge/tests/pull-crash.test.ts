import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, expect, it } from 'vitest';

import {
  createGiteaClient,
  repoCreateBranch,
  repoCreateFile,
  repoCreatePullRequest,
  repoGetBranch,
  repoGetPullRequest,
  repoMergePullRequest,
} from '@mosaic/contracts/gitea';
import { eventData, EventPage, pullRequestMerged, refUpdated } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { PRINCIPALS, runGit, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

const stack = new Stack();
afterEach(() => stack[Symbol.asyncDispose]());

const at = { owner: 'ada', repo: 'loop' };

it(
  'kill -9 at random moments of a merge: it is merged with its event, or open, and can be merged again',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forge-merge-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
    const settings = { folder, accounts: accounts.url, hookHost: '127.0.0.1' };
    let server = await startForgeProcess(settings);
    stack.defer(() => void server.child.kill('SIGKILL'));
    const callsAs = (token: string) => stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${token}` }) }));
    const ada = () => createGiteaClient(callsAs(TOKENS.ada));
    const tip = async () => (await ada().call(repoGetBranch, { ...at, branch: 'main' })).commit.id;
    const { id } = await ada().createRepository({ name: 'loop', auto_init: true });

    // From before the row, over git's merge and the move of the ref, to after the answer.
    const delays = [5, 40, 65, 90, 120];
    for (const [round, delayMs] of delays.entries()) {
      const branch = `b${round}`;
      await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: branch } });
      await ada().call(repoCreateFile, { ...at, filepath: `${branch}.txt`, body: { branch, content: 'eAo=' } });
      const { number: index } = await ada().call(repoCreatePullRequest, { ...at, body: { head: branch, base: 'main', title: branch } });
      const before = await tip();
      const merging = ada()
        .call(repoMergePullRequest, { ...at, index, body: { Do: 'merge' } })
        .catch(() => 'cut off');
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      await merging;
      server = await startForgeProcess(settings);
      const pull = await ada().call(repoGetPullRequest, { ...at, index });
      // The ref and the row say the same.
      expect([pull.merged, pull.state], branch).toEqual((await tip()) === before ? [false, 'open'] : [true, 'closed']);
      if (pull.merged) expect(pull.merge_commit_sha).toBe(await tip());
      else await ada().call(repoMergePullRequest, { ...at, index, body: { Do: 'merge' } });
    }

    const root = callsAs(TOKENS.root);
    const feed = EventPage.parse(await (await root({ method: 'GET', path: '/-/events?limit=500' })).json()).events;
    const merged = feed.filter(({ type }) => type === pullRequestMerged.type).map((event) => eventData(pullRequestMerged, event));
    expect(merged.map(({ number }) => number)).toEqual(delays.map((_, round) => round + 1));
    const moves = feed.filter(({ type }) => type === refUpdated.type).map((event) => eventData(refUpdated, event));
    const onMain = moves.filter(({ ref }) => ref === 'refs/heads/main').map(({ after }) => after);
    expect(merged.map(({ commit }) => commit)).toEqual(onMain.slice(-delays.length));
    await runGit(['--git-dir', join(folder, 'forge', 'repositories', `${id}.git`), 'fsck', '--strict']);
  },
);
