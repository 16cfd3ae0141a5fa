import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, describe, expect, it } from 'vitest';

import { createGiteaClient } from '@mosaic/contracts/gitea';
import { eventData, EventPage, refUpdated } from '@mosaic/contracts/mosaic';
import { createSend } from '@mosaic/platform/http';
import { Stack } from '@mosaic/platform/lifecycle';
import { startFakeAccounts } from '@mosaic/testing/fakes';

import { addHook, commit, eventually, PRINCIPALS, remoteUrl, runGit, startReceiver, TOKENS } from './harness.ts';
import { startForgeProcess } from './start-process.ts';

describe('kill -9 of the forge', () => {
  const stack = new Stack();
  afterEach(() => stack[Symbol.asyncDispose]());

  it('at random moments of a push: every ref that moved has exactly one event and one delivery', { timeout: 120_000 }, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'forge-crash-'));
    stack.defer(() => rm(folder, { recursive: true, force: true }));
    const accounts = stack.use(await startFakeAccounts(PRINCIPALS));
    const receiver = stack.use(await startReceiver());
    const settings = { folder, accounts: accounts.url, hookHost: receiver.host };
    let server = await startForgeProcess(settings);
    stack.defer(() => void server.child.kill('SIGKILL'));

    const setup = stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${TOKENS.ada}` }) }));
    const ada = createGiteaClient(setup);
    const { id } = await ada.createRepository({ name: 'loop' });
    await addHook(ada, 'ada/loop', { url: receiver.url, events: ['push'] });
    const work = join(folder, 'work');
    await runGit(['init', '-q', '-b', 'main', work]);

    // From before the row, through git's run, to after the report.
    for (const [round, delayMs] of [0, 2, 4, 6, 9, 12, 20, 40].entries()) {
      await commit(work, { 'a.txt': `${round}-${'x'.repeat(200_000)}`, [`${round}.txt`]: 'y' });
      let isOver = false;
      const push = runGit(['push', '--force', remoteUrl(server.url, 'ada/loop', TOKENS.ada), 'main', `main:b${round}`], { cwd: work })
        .catch(() => 'cut off')
        .finally(() => (isOver = true));
      while (!isOver && !(await gitIsAtWork(folder, id))) await new Promise((resolve) => setTimeout(resolve, 1));
      await new Promise((resolve) => setTimeout(resolve, delayMs));
      server.child.kill('SIGKILL');
      await once(server.child, 'exit');
      await push;
      server = await startForgeProcess(settings);
    }
    await runGit(['push', '--force', remoteUrl(server.url, 'ada/loop', TOKENS.ada), 'main'], { cwd: work });

    const root = stack.use(createSend({ baseUrl: server.url, headers: () => ({ authorization: `token ${TOKENS.root}` }) }));
    const feed = EventPage.parse(await (await root({ method: 'GET', path: '/-/events?limit=500' })).json()).events;
    const moves = feed.filter((event) => event.type === 'dev.mosaic.ref.updated').map((event) => eventData(refUpdated, event));
    const refs = (await runGit(['ls-remote', '--heads', remoteUrl(server.url, 'ada/loop', TOKENS.ada)]))
      .trim()
      .split('\n')
      .map((line) => line.split('\t'));
    // The events of a ref form one chain, without a gap and without a repetition, that ends where the ref stands.
    for (const [sha, ref] of refs) {
      const chain = moves.filter((move) => move.ref === ref);
      expect(chain.at(-1)?.after, ref).toBe(sha);
      chain.forEach((move, index) => expect(move.before, ref).toBe(chain[index - 1]?.after ?? '0'.repeat(40)));
    }
    expect(new Set(moves.map((move) => move.ref)).size).toBe(refs.length);

    // Every move was delivered, in order; a kill may repeat a delivery, but only under the same id.
    const wanted = moves.map((move) => `${move.ref} ${move.after}`);
    const ids = await eventually(
      async () =>
        new Map(
          receiver.received.map(({ headers, body }) => [headers['x-gitea-delivery'], JSON.parse(body) as { ref: string; after: string }]),
        ),
      (found) => found.size >= wanted.length,
    );
    expect([...ids.values()].map(({ ref, after }) => `${ref} ${after}`)).toEqual(wanted);
    expect((await readdir(join(folder, 'forge', 'repositories'))).toSorted()).toEqual([`${id}.git`, 'blank.git'].toSorted());
  });
});

/** Whether git has begun to take the push in: it has made its quarantine. */
async function gitIsAtWork(folder: string, id: number): Promise<boolean> {
  const names = await readdir(join(folder, 'forge', 'repositories', `${id}.git`, 'objects'));
  return names.some((name) => /^(tmp_objdir|incoming)-/.test(name));
}
