import { expect } from 'vitest';
import type { z } from 'zod';

import {
  repoCreateStatus,
  repoGetBranch,
  repoGetCombinedStatusByRef,
  repoListStatuses,
  repoListStatusesByRef,
} from '@mosaic/contracts/gitea';

import { departure, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

type NewStatus = z.input<typeof repoCreateStatus.body>;

/** A repository of each owner, with the id of its newest commit. */
async function homes(target: GiteaTarget) {
  return Promise.all(
    (await target.homes()).map(async (home) => {
      const { commit } = await home.owner.call(repoGetBranch, { ...home.at, branch: 'main' });
      return { ...home, sha: commit.id };
    }),
  );
}

async function tag(target: GiteaTarget, home: Home) {
  const { git } = await target.clone(home);
  await git('tag', 'v1');
  await git('push', '-q', 'origin', 'v1');
}

const say = ({ owner, at, sha }: Home & { sha: string }, body: NewStatus) => owner.call(repoCreateStatus, { ...at, sha, body });

requirement('gitea.statuses.create.201', async (target) => {
  for (const home of await homes(target)) {
    const bodies: NewStatus[] = [
      { state: 'pending' },
      { state: 'success', context: 'ci/one' },
      { state: 'failure', context: 'ci/two', description: 'One', target_url: 'http://127.0.0.1/1' },
      { state: 'error', context: 'ci/two', description: 'Two', target_url: 'http://127.0.0.1/2' },
      { state: 'warning' },
      { state: 'skipped' },
    ];
    for (const body of bodies) {
      const { state, ...told } = { description: '', target_url: '', ...body };
      expect(await say(home, body)).toMatchObject({ ...told, status: state, creator: { login: home.at.owner } });
    }
    const listed = await home.owner.call(repoListStatuses, { ...home.at, sha: home.sha, query: { sort: 'leastindex' } });
    expect(listed.map(({ status }) => status)).toEqual(bodies.map(({ state }) => state).toReversed());
  }
});

requirement('gitea.statuses.create.default-context', async (target) => {
  const [home] = await homes(target);
  if (home === undefined) return;
  expect(await say(home, { state: 'success' })).toMatchObject({ context: 'default' });
});
departure('gitea.statuses.create.default-context', 'Upstream leaves it empty, and people see a status without a name.');

requirement('gitea.statuses.create.422', async (target) => {
  const [home] = await homes(target);
  if (home === undefined) return;
  const body = { state: 'splendid' } as unknown as NewStatus;
  expect(await home.owner.refusal(repoCreateStatus, { ...home.at, sha: home.sha, body })).toBe(422);
  expect(await home.owner.call(repoListStatuses, { ...home.at, sha: home.sha })).toEqual([]);
});

departure('gitea.statuses.create.422', 'Upstream keeps any word, and clients read a state that they do not know.');

requirement('gitea.statuses.create.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoCreateStatus, { ...at, sha: 'f'.repeat(40), body: { state: 'success' } })).toBe(404);
});

departure('gitea.statuses.create.404', 'Upstream fails with 500.');

requirement('gitea.statuses.create.forbidden', async (target) => {
  const [home] = await homes(target);
  if (home === undefined) return;
  const { owner, other, at, sha } = home;
  expect(await other.refusal(repoCreateStatus, { ...at, sha, body: { state: 'success' } })).toBe(403);
  expect(await owner.call(repoListStatuses, { ...at, sha })).toEqual([]);
});

const LISTS = [
  ['list', repoListStatuses, 'sha'],
  ['by-ref', repoListStatusesByRef, 'ref'],
] as const;

for (const [name, operation, parameter] of LISTS) {
  requirement(`gitea.statuses.${name}.200`, async (target) => {
    for (const home of await homes(target)) {
      await tag(target, home);
      for (const state of ['pending', 'success', 'failure'] as const) await say(home, { state, context: `ci/${state}` });
      const list = async (query: z.input<typeof operation.query>, at: string = home.sha) =>
        (await home.owner.call(operation, { ...home.at, [parameter]: at, query } as never)).map(({ status }) => status);
      const all = ['failure', 'success', 'pending'];
      for (const at of name === 'list' ? [home.sha] : [home.sha, 'main', 'v1'])
        expect((await list({}, at)).toSorted(), at).toEqual(all.toSorted());
      // By their index: upstream orders those of one second as it likes.
      const page = (limit: number, number: number) => list({ limit, page: number, sort: 'leastindex' });
      expect([await page(1, 1), await page(2, 2)]).toEqual([['failure'], ['pending']]);
      expect([await list({ state: 'success' }), await list({ state: 'pending' })]).toEqual([['success'], ['pending']]);
      expect([await list({ sort: 'highestindex' }), await list({ sort: 'leastindex' })]).toEqual([all.toReversed(), all]);
    }
  });

  requirement(`gitea.statuses.${name}.404`, async (target) => {
    const { other, at } = await target.home({ private: true });
    expect(await other.refusal(operation, { ...at, [parameter]: 'main' } as never)).toBe(404);
  });
}

requirement('gitea.statuses.list.named', async (target) => {
  const [home] = await homes(target);
  if (home === undefined) return;
  await tag(target, home);
  await say(home, { state: 'success' });
  for (const sha of ['main', 'v1'])
    expect((await home.owner.call(repoListStatuses, { ...home.at, sha })).map(({ status }) => status)).toEqual(['success']);
});
departure('gitea.statuses.list.named', 'Upstream knows commits by their ids alone here, and answers an empty list.');

requirement('gitea.statuses.list.unknown', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoListStatuses, { ...at, sha: 'none' })).toBe(404);
});
departure('gitea.statuses.list.unknown', 'Upstream answers an empty list for a commit that there is not.');

requirement('gitea.statuses.by-ref.unknown', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoListStatusesByRef, { ...at, ref: 'none' })).toBe(404);
});

requirement('gitea.statuses.combined.latest', async (target) => {
  for (const home of await homes(target)) {
    const combined = (ref = 'main') => home.owner.call(repoGetCombinedStatusByRef, { ...home.at, ref });
    await say(home, { state: 'pending', context: 'ci/one' });
    await say(home, { state: 'success', context: 'ci/two' });
    expect(await combined()).toMatchObject({ state: 'pending', sha: home.sha, total_count: 2 });
    await say(home, { state: 'success', context: 'ci/one' });
    const together = await combined();
    expect([together.state, together.total_count]).toEqual(['success', 2]);
    expect(together.statuses.map(({ context, status }) => `${context} ${status}`).toSorted()).toEqual(['ci/one success', 'ci/two success']);
    expect(await combined(home.sha)).toMatchObject({ state: 'success', sha: home.sha });
    await say(home, { state: 'failure', context: 'ci/two' });
    expect(await combined()).toMatchObject({ state: 'failure' });
  }
});

requirement('gitea.statuses.combined.pages', async (target) => {
  for (const home of await homes(target)) {
    for (const context of ['one', 'two', 'three']) await say(home, { state: 'success', context });
    const count = async (query: z.input<typeof repoGetCombinedStatusByRef.query>) =>
      (await home.owner.call(repoGetCombinedStatusByRef, { ...home.at, ref: 'main', query })).statuses.length;
    expect([await count({ limit: 2, page: 1 }), await count({ limit: 2, page: 2 }), await count({ limit: 1, page: 1 })]).toEqual([2, 1, 1]);
  }
});

requirement('gitea.statuses.combined.404', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(repoGetCombinedStatusByRef, { ...at, ref: 'none' })).toBe(404);
});
