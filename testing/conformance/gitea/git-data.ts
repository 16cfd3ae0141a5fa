import { expect } from 'vitest';
import type { z } from 'zod';

import { getAnnotatedTag, getBlob, getTree, repoListAllGitRefs, repoListGitRefs } from '@mosaic/contracts/gitea';

import { base64 } from './base64.ts';
import { histories, type History } from './history.ts';
import { requirement } from './suite.ts';

const NONE = 'f'.repeat(40);
const refsOf = ({ id }: History) => ({
  main: { ref: 'refs/heads/main', object: { type: 'commit', sha: id.Second } },
  next: { ref: 'refs/heads/next', object: { type: 'commit', sha: id.Beside } },
  rel: { ref: 'refs/heads/rel/1.0', object: { type: 'commit', sha: id.First } },
  edge: { ref: 'refs/tags/edge', object: { type: 'commit', sha: id.Second } },
  v1: { ref: 'refs/tags/v1', object: { type: 'tag', sha: id.v1 } },
});

requirement('gitea.git-data.tree.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    expect((await owner.call(getTree, { ...at, sha: 'main' })).tree.map(({ path, type }) => [path, type])).toEqual([
      ['a.txt', 'blob'],
      ['docs', 'tree'],
    ]);
    const tree = await owner.call(getTree, { ...at, sha: id.Beside });
    expect(tree.tree.find(({ path }) => path === 'c.txt')).toMatchObject({ sha: id.c, mode: '100644', type: 'blob' });
    expect(tree).toMatchObject({ sha: id.Beside, truncated: false, page: 1, total_count: 3 });
  }
});

requirement('gitea.git-data.tree.recursive', async (target) => {
  for (const { owner, at } of await histories(target)) {
    const paths = async (recursive: string) =>
      (await owner.call(getTree, { ...at, sha: 'main', query: { recursive } })).tree.map(({ path }) => path);
    expect([await paths('true'), await paths('false')]).toEqual([
      ['a.txt', 'docs', 'docs/b.md'],
      ['a.txt', 'docs'],
    ]);
  }
});

requirement('gitea.git-data.tree.pages', async (target) => {
  for (const { owner, at } of await histories(target)) {
    const page = async (query: z.input<typeof getTree.query>) => {
      const { tree, truncated, total_count: total } = await owner.call(getTree, { ...at, sha: 'next', query });
      return [tree.map(({ path }) => path), truncated, total];
    };
    expect([await page({ per_page: 2, page: 1 }), await page({ per_page: 2, page: 2 }), await page({ per_page: 3 })]).toEqual([
      [['a.txt', 'c.txt'], true, 3],
      [['docs'], false, 3],
      [['a.txt', 'c.txt', 'docs'], false, 3],
    ]);
  }
});

requirement('gitea.git-data.tree.404', async (target) => {
  for (const { owner, at } of await histories(target)) expect([400, 404]).toContain(await owner.refusal(getTree, { ...at, sha: 'none' }));
});

requirement('gitea.git-data.blob.200', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const text = `three of ${at.owner}\n`;
    expect(await owner.call(getBlob, { ...at, sha: id.c })).toMatchObject({
      sha: id.c,
      size: text.length,
      encoding: 'base64',
      content: base64(text),
    });
  }
});

requirement('gitea.git-data.blob.404', async (target) => {
  for (const { owner, at } of await histories(target)) expect([400, 404]).toContain(await owner.refusal(getBlob, { ...at, sha: NONE }));
});

requirement('gitea.git-data.tag.200', async (target) => {
  for (const { owner, at, id } of await histories(target))
    expect(await owner.call(getAnnotatedTag, { ...at, sha: id.v1 })).toMatchObject({
      tag: 'v1',
      sha: id.v1,
      message: expect.stringMatching(/^Words of the release\n?$/) as string,
      tagger: { name: 'Ada Lovelace', email: 'ada@example.test' },
      object: { type: 'commit', sha: id.First },
    });
});

requirement('gitea.git-data.tag.404', async (target) => {
  for (const { owner, at, id } of await histories(target)) {
    const refused = [
      await owner.refusal(getAnnotatedTag, { ...at, sha: NONE }),
      await owner.refusal(getAnnotatedTag, { ...at, sha: id.First }),
    ];
    expect(refused.every((status) => [400, 404].includes(status))).toBe(true);
  }
});

requirement('gitea.git-data.refs.all', async (target) => {
  for (const history of await histories(target))
    expect(await history.owner.call(repoListAllGitRefs, history.at)).toMatchObject(Object.values(refsOf(history)));
});

requirement('gitea.git-data.refs.named', async (target) => {
  for (const history of await histories(target)) {
    const refs = refsOf(history);
    const at = (ref: string) => history.owner.call(repoListGitRefs, { ...history.at, ref });
    expect([await at('heads/main'), await at('tags/v1')]).toMatchObject([[refs.main], [refs.v1]]);
    expect([await at('heads'), await at('tags/e')]).toMatchObject([[refs.main, refs.next, refs.rel], [refs.edge]]);
  }
});

requirement('gitea.git-data.refs.404', async (target) => {
  for (const { owner, other, at } of await histories(target))
    expect([
      await owner.refusal(repoListGitRefs, { ...at, ref: 'heads/none' }),
      await other.refusal(repoListAllGitRefs, { ...at, repo: target.word() }),
    ]).toEqual([404, 404]);
});
