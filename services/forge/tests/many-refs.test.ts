import { expect, it } from 'vitest';

import { repoGetBranch, repoGetTag, repoListBranches, repoListTags, userListRepos } from '@mosaic/contracts/gitea';

import { TOKENS, runGit, startForge } from './harness.ts';

it('lists more refs than a page holds, narrows them by a part of their name, and pages people', async () => {
  await using bench = await startForge();
  const ada = bench.as(TOKENS.ada);
  await ada.createRepository({ name: 'many' });
  const work = await bench.workspace('ada/many', TOKENS.ada, { 'a.txt': 'a' });
  const git = (...args: string[]) => runGit(args, { cwd: work });
  const names = Array.from({ length: 62 }, (_, index) => `Work-${String(index + 1).padStart(2, '0')}`);
  for (const name of names) await git('branch', name);
  for (const name of names) await git('tag', name);
  await git('tag', '-a', 'rel/1.0', '-m', 'Words of the release');
  await git('push', '-q', 'origin', '--all');
  await git('push', '-q', 'origin', '--tags');

  const pages = await Promise.all(
    [1, 2].map((page) => ada.callPage(repoListBranches, { owner: 'ada', repo: 'many', query: { page, limit: 50 } })),
  );
  expect(pages.map(({ items, total }) => [items.length, total])).toEqual([
    [50, 63],
    [13, 63],
  ]);
  const found = await ada.callPage(repoListBranches, { owner: 'ada', repo: 'many', query: { q: 'work-5', limit: 50 } });
  expect(found.total).toBe(10);
  expect(found.items.map(({ name }) => name)).toEqual(names.slice(49, 59));
  expect((await ada.callPage(repoListTags, { owner: 'ada', repo: 'many', query: { q: 'nothing like it' } })).total).toBe(0);
  expect((await ada.callPage(repoListTags, { owner: 'ada', repo: 'many', query: { q: 'REL/' } })).items).toMatchObject([
    { name: 'rel/1.0', message: 'Words of the release' },
  ]);
  expect((await ada.callOrNull(repoGetTag, { owner: 'ada', repo: 'many', tag: 'rel/1.0' }))?.commit.sha).toBe(
    (await ada.callOrNull(repoGetBranch, { owner: 'ada', repo: 'many', branch: 'Work-51' }))?.commit.id,
  );
  expect(await ada.callPage(userListRepos, { username: 'ada', query: { limit: 1 } })).toMatchObject({
    items: [{ name: 'many' }],
    total: 1,
  });
});
