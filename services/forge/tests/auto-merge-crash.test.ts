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
  repoCreateStatus,
  repoGetPullRequest,
  repoMergePullRequest,
} from '@mosaic/contracts/gitea';
import { eventData, EventPage, pullRequestMerged, pullRequestMergeScheduled } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { eventually, PRINCIPALS, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

const stack = new Stack();
afterEach(() => stack[Symbol.asyncDispose]());

const at = { owner: 'ada', repo: 'loop' };

it('kill -9 between the check that succeeds and the merge that waits for it: it is merged, once', { timeout: 120_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'forge-auto-merge-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
  const settings = { folder, accounts: accounts.url, hookHost: '127.0.0.1' };
  let server = await startForgeProcess(settings);
  stack.defer(() => void server.child.kill('SIGKILL'));
  const callsAs = (token: string) => stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${token}` }) }));
  const ada = () => createGiteaClient(callsAs(TOKENS.ada));
  await ada().createRepository({ name: 'loop', auto_init: true });

  // From before the status over the consumer's look and git's merge to after it.
  const delays = [5, 25, 50, 80];
  for (const [round, delayMs] of delays.entries()) {
    const branch = `b${round}`;
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: branch } });
    const { commit } = await ada().call(repoCreateFile, { ...at, filepath: `${branch}.txt`, body: { branch, content: 'eAo=' } });
    const { number: index } = await ada().call(repoCreatePullRequest, { ...at, body: { head: branch, base: 'main', title: branch } });
    await ada().call(repoMergePullRequest, { ...at, index, body: { Do: 'merge', merge_when_checks_succeed: true } });
    const say = () => ada().call(repoCreateStatus, { ...at, sha: commit.sha, body: { state: 'success', context: 'ci' } });
    const saying = say().catch(() => null);
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    server.child.kill('SIGKILL');
    await once(server.child, 'exit');
    const said = await saying;
    server = await startForgeProcess(settings);
    if (said === null) await say();
    await eventually(
      () => ada().call(repoGetPullRequest, { ...at, index }),
      ({ merged }) => merged,
    );
  }

  const feed = EventPage.parse(await (await callsAs(TOKENS.root)({ method: 'GET', path: '/-/events?limit=500' })).json()).events;
  const numbers = (datum: typeof pullRequestMerged | typeof pullRequestMergeScheduled) =>
    feed.filter(({ type }) => type === datum.type).map((event) => eventData(datum, event).number);
  expect(numbers(pullRequestMerged)).toEqual([1, 2, 3, 4]);
  expect(numbers(pullRequestMergeScheduled)).toEqual([1, 2, 3, 4]);
});
