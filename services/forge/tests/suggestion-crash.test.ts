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
  repoCreatePullReview,
  repoGetBranch,
  repoGetRawFile,
} from '@mosaic/contracts/gitea';
import { applySuggestions, listPullReviews, nativeCalls } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { PRINCIPALS, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

const stack = new Stack();
afterEach(() => stack[Symbol.asyncDispose]());

const at = { owner: 'ada', repo: 'loop' };
const LINES = ['one', 'two', 'three', 'four', 'five'];

it(
  'kill -9 at random moments of a suggestion: it is in the branch with its conversation settled, or neither, and can be asked for again',
  { timeout: 120_000 },
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forge-suggest-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
    const settings = { folder, accounts: accounts.url, hookHost: '127.0.0.1' };
    let server = await startForgeProcess(settings);
    stack.defer(() => void server.child.kill('SIGKILL'));
    const sendAs = (token: string) => stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${token}` }) }));
    const ada = () => createGiteaClient(sendAs(TOKENS.ada));
    const tip = async () => (await ada().call(repoGetBranch, { ...at, branch: 'topic' })).commit.id;
    await ada().createRepository({ name: 'loop', auto_init: true });
    await ada().call(repoCreateBranch, { ...at, body: { new_branch_name: 'topic' } });
    const content = Buffer.from(`${LINES.join('\n')}\n`).toString('base64');
    await ada().call(repoCreateFile, { ...at, filepath: 'a.txt', body: { branch: 'topic', content } });
    const { number: index } = await ada().call(repoCreatePullRequest, { ...at, body: { head: 'topic', base: 'main', title: 'T' } });
    const comments = LINES.map((line, of) => ({ path: 'a.txt', body: `\`\`\`suggestion\n${line}!\n\`\`\``, new_position: of + 1 }));
    await ada().call(repoCreatePullReview, { ...at, index, body: { event: 'COMMENT', comments } });
    const seen = async () => (await nativeCalls(sendAs(TOKENS.ada)).call(listPullReviews, { ...at, index })).comments;
    const apply = (head: string, comment: { id: number; updatedAt: number }) =>
      nativeCalls(sendAs(TOKENS.ada)).call(applySuggestions, {
        ...at,
        index,
        body: { head, suggestions: [{ comment: comment.id, updatedAt: comment.updatedAt }] },
      });

    // From before the row, over the commit and the move of the ref, to after the answer.
    for (const [round, delayMs] of [5, 25, 45, 65, 90].entries()) {
      const comment = (await seen())[round];
      if (comment === undefined) throw new Error('not said');
      const before = await tip();
      const applying = apply(before, comment).catch(() => 'cut off');
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      await applying;
      server = await startForgeProcess(settings);
      const now = (await seen())[round];
      const after = await tip();
      expect([now?.resolver, now?.applied], `after ${delayMs} ms`).toEqual(
        after === before ? [null, []] : ['ada', [{ position: 0, commit: after, by: 'ada' }]],
      );
      // Whoever lost the answer asks again as before.
      const { commit } = await apply(before, comment);
      expect(commit).toBe(await tip());
    }
    const file = await ada().call(repoGetRawFile, { ...at, filepath: 'a.txt', query: { ref: 'topic' } });
    expect(Buffer.from(file).toString()).toBe(`${LINES.map((line) => `${line}!`).join('\n')}\n`);
  },
);
