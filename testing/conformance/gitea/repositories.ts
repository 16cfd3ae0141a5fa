import { expect } from 'vitest';
import type { z } from 'zod';

import {
  createCurrentUserRepo,
  createFork,
  issueListLabels,
  repoCreateBranch,
  repoDelete,
  repoEdit,
  repoGet,
  repoGetByID,
  repoGetContentsList,
  repoSearch,
  userGet,
} from '@mosaic/contracts/gitea';

import { requirement } from './suite.ts';
import type { GiteaTarget } from './target.ts';

type New = z.input<typeof createCurrentUserRepo.body>;
type Change = z.input<typeof repoEdit.body>;

const names = (found: readonly { name: string }[]) => found.map(({ name }) => name);

requirement('gitea.repositories.create.201', async (target) => {
  const { owner, at } = await target.home({ auto_init: false });
  expect(await owner.call(repoGet, at)).toMatchObject({
    full_name: `ada/${at.repo}`,
    owner: { login: 'ada' },
    empty: true,
    private: false,
    description: '',
    default_branch: 'main',
    permissions: { admin: true, push: true, pull: true },
  });
});

requirement('gitea.repositories.create.members', async (target) => {
  const bodies: [Partial<New>, object][] = [
    [{ description: 'Words' }, { description: 'Words' }],
    [{ description: 'Other words' }, { description: 'Other words' }],
    [{ private: true }, { private: true }],
    [{ private: false }, { private: false }],
    [
      { default_branch: 'trunk', auto_init: true },
      { default_branch: 'trunk', empty: false },
    ],
    [
      { default_branch: 'main', auto_init: false },
      { default_branch: 'main', empty: true },
    ],
    [{ auto_init: true, readme: 'Default' }, { empty: false }],
    [{ auto_init: true, readme: '' }, { empty: false }],
    [{ object_format_name: 'sha1' }, { object_format_name: 'sha1' }],
    [{ object_format_name: '' }, { object_format_name: 'sha1' }],
    [{ trust_model: 'default' }, {}],
    [{ trust_model: '' }, {}],
  ];
  for (const [members, shown] of bodies) {
    const { owner, at } = await target.home(members);
    expect(await owner.call(repoGet, at), JSON.stringify(members)).toMatchObject(shown);
  }
});

requirement('gitea.repositories.create.first-commit', async (target) => {
  const { owner, at } = await target.home({ auto_init: true, readme: 'Default' });
  const files = (await owner.call(repoGetContentsList, at)) as { path: string }[];
  expect(files.map(({ path }) => path)).toEqual(['README.md']);
});

requirement('gitea.repositories.create.labels', async (target) => {
  const labels = async (issue_labels: New['issue_labels']) => {
    const { owner, at } = await target.home({ issue_labels });
    return (await owner.call(issueListLabels, at)).length;
  };
  expect([await labels(''), (await labels('Default')) > 0]).toEqual([0, true]);
});

requirement('gitea.repositories.create.409', async (target) => {
  const { owner, at } = await target.home();
  expect(await owner.refusal(createCurrentUserRepo, { body: { name: at.repo.toUpperCase() } })).toBe(409);
});

requirement('gitea.repositories.create.422', async ({ ada }) => {
  for (const name of ['', '../x', 'a b', 'x'.repeat(101)])
    expect(await ada.refusal(createCurrentUserRepo, { body: { name } }), name).toBe(422);
});

requirement('gitea.repositories.create.401', async (target) => {
  expect(await target.anyone.refusal(createCurrentUserRepo, { body: { name: target.word() } })).toBe(401);
});

requirement('gitea.repositories.get.200', async (target) => {
  for (const { at, owner, other } of await target.homes()) {
    const seen = await owner.call(repoGet, at);
    expect(seen).toMatchObject({ name: at.repo, full_name: `${at.owner}/${at.repo}`, empty: false });
    expect(await owner.call(repoGet, { owner: at.owner.toUpperCase(), repo: at.repo.toUpperCase() })).toEqual(seen);
    expect(await other.call(repoGet, at)).toMatchObject({ id: seen.id, permissions: { admin: false, push: false, pull: true } });
    expect(await target.anyone.call(repoGet, at)).toMatchObject({ id: seen.id });
  }
});

requirement('gitea.repositories.get.404', async (target) => {
  const { at, other } = await target.home({ private: true });
  expect(await other.refusal(repoGet, at)).toBe(404);
  expect(await target.anyone.refusal(repoGet, at)).toBe(404);
  expect(await other.refusal(repoGet, { owner: 'ada', repo: target.word() })).toBe(404);
});

requirement('gitea.repositories.by-id.200', async (target) => {
  for (const { at, owner } of await target.homes()) {
    const seen = await owner.call(repoGet, at);
    expect(await owner.call(repoGetByID, { id: seen.id })).toEqual(seen);
  }
});

requirement('gitea.repositories.by-id.404', async (target) => {
  const { at, owner, other } = await target.home({ private: true });
  const { id } = await owner.call(repoGet, at);
  expect([await other.refusal(repoGetByID, { id }), await owner.refusal(repoGetByID, { id: 999_999_999 })]).toEqual([404, 404]);
});

requirement('gitea.repositories.edit.200', async (target) => {
  for (const { at, owner } of await target.homes()) {
    const { id } = await owner.call(repoGet, at);
    let shown: object = { id, description: '', private: false, archived: false };
    const changes: Change[] = [
      { description: 'Words' },
      { description: 'Other words' },
      { private: true },
      { private: false },
      { archived: true },
      { archived: false },
      { has_issues: true },
      { has_code: true },
    ];
    for (const change of changes) {
      shown = { ...shown, ...change };
      expect(await owner.call(repoEdit, { ...at, body: change })).toMatchObject(shown);
      expect(await owner.call(repoGet, at)).toMatchObject(shown);
    }
  }
});

requirement('gitea.repositories.edit.default-branch', async (target) => {
  for (const { at, owner } of await target.homes()) {
    const name = `next-of-${at.owner}`;
    await owner.call(repoCreateBranch, { ...at, body: { new_branch_name: name } });
    expect(await owner.call(repoEdit, { ...at, body: { default_branch: name } })).toMatchObject({ default_branch: name });
    expect(await owner.call(repoGet, at)).toMatchObject({ default_branch: name });
  }
});

requirement('gitea.repositories.edit.name', async (target) => {
  for (const { at, owner } of await target.homes()) {
    const { id } = await owner.call(repoGet, at);
    const name = target.word();
    expect(await owner.call(repoEdit, { ...at, body: { name } })).toMatchObject({ id, name });
    expect(await owner.call(repoGet, { ...at, repo: name })).toMatchObject({ id });
    // Under its former name, so that it is taken away with the others.
    await owner.call(repoEdit, { owner: at.owner, repo: name, body: { name: at.repo } });
  }
});

requirement('gitea.repositories.edit.name-taken', async (target) => {
  const [one, two] = [await target.home(), await target.home()];
  const status = await one.owner.refusal(repoEdit, { ...one.at, body: { name: two.at.repo } });
  expect(status).toBe(422);
});

requirement('gitea.repositories.edit.forbidden', async (target) => {
  const { at, owner, other } = await target.home();
  expect(await other.refusal(repoEdit, { ...at, body: { private: true } })).toBe(403);
  expect(await owner.call(repoGet, at)).toMatchObject({ private: false });
});

requirement('gitea.repositories.delete.204', async (target) => {
  for (const { at, owner } of await target.homes()) {
    const { id } = await owner.call(repoGet, at);
    await owner.call(repoDelete, at);
    expect([await owner.refusal(repoGet, at), await owner.refusal(repoGetByID, { id })]).toEqual([404, 404]);
  }
});

requirement('gitea.repositories.delete.forbidden', async (target) => {
  const { at, owner, other } = await target.home();
  expect(await other.refusal(repoDelete, at)).toBe(403);
  expect(await owner.call(repoGet, at)).toMatchObject({ name: at.repo });
});

/** Of ada's: beta, alpha, which is hidden, and old, which is archived; of bob's: gamma. All begin with one word. */
async function searched(target: GiteaTarget) {
  const word = target.word();
  const description = target.word();
  await target.home({ name: `${word}-beta`, description });
  await target.home({ name: `${word}-alpha`, private: true });
  const old = await target.home({ name: `${word}-old` });
  await target.ada.call(repoEdit, { ...old.at, body: { archived: true } });
  await target.bob.call(createCurrentUserRepo, { body: { name: `${word}-gamma` } });
  const short = (found: readonly { name: string }[]) => names(found).map((name) => name.slice(word.length + 1));
  const found = async (query: z.input<typeof repoSearch.query>, by = target.ada) => {
    const { ok, data } = await by.call(repoSearch, { query: { sort: 'alpha', q: word, ...query } });
    expect(ok).toBe(true);
    return short(data);
  };
  return { word, description, found, uid: (await target.ada.call(userGet, { username: 'bob' })).id };
}

requirement('gitea.repositories.search.seen', async (target) => {
  const { word, found } = await searched(target);
  expect([await found({}), await found({}, target.bob)]).toEqual([
    ['alpha', 'beta', 'old', 'gamma'],
    ['beta', 'old', 'gamma'],
  ]);
  expect(await found({ q: `${word}-BET`.toUpperCase() })).toEqual(['beta']);
});

requirement('gitea.repositories.search.pages', async (target) => {
  const { found } = await searched(target);
  expect([await found({ limit: 3, page: 1 }), await found({ limit: 3, page: 2 }), await found({ limit: 2, page: 1 })]).toEqual([
    ['alpha', 'beta', 'old'],
    ['gamma'],
    ['alpha', 'beta'],
  ]);
});

requirement('gitea.repositories.search.description', async (target) => {
  const { description, found } = await searched(target);
  expect([await found({ q: description, includeDesc: 'false' }), await found({ q: description, includeDesc: 'true' })]).toEqual([
    [],
    ['beta'],
  ]);
});

requirement('gitea.repositories.search.owner', async (target) => {
  const { uid, found } = await searched(target);
  const { id } = await target.ada.call(userGet, { username: 'ada' });
  expect(await found({ uid, exclusive: 'true' })).toEqual(['gamma']);
  expect(await found({ uid: id, exclusive: 'true' })).toEqual(['alpha', 'beta', 'old']);
  expect(await found({ uid, exclusive: 'false' })).toContain('gamma');
});

requirement('gitea.repositories.search.priority', async (target) => {
  const { uid, found } = await searched(target);
  const { id } = await target.ada.call(userGet, { username: 'ada' });
  expect([(await found({ priority_owner_id: uid }))[0], (await found({ priority_owner_id: id })).at(-1)]).toEqual(['gamma', 'gamma']);
});

requirement('gitea.repositories.search.private', async (target) => {
  const { found } = await searched(target);
  const open = ['beta', 'old', 'gamma'];
  expect([await found({ private: 'false' }), await found({ private: 'true' })]).toEqual([open, ['alpha', ...open]]);
  expect([await found({ is_private: 'true' }), await found({ is_private: 'false' })]).toEqual([['alpha'], open]);
});

requirement('gitea.repositories.search.archived', async (target) => {
  const { found } = await searched(target);
  expect([await found({ archived: 'true' }), await found({ archived: 'false' })]).toEqual([['old'], ['alpha', 'beta', 'gamma']]);
});

requirement('gitea.repositories.search.forks', async (target) => {
  const home = await target.home();
  const { name } = await target.eve.call(createFork, { ...home.at, body: { name: `${home.at.repo}-forked` } });
  const found = async (mode: 'fork' | 'source') => names((await target.eve.call(repoSearch, { query: { q: home.at.repo, mode } })).data);
  expect([await found('fork'), await found('source')]).toEqual([[name], [home.at.repo]]);
  await target.eve.call(repoDelete, { owner: 'eve', repo: name });
});

requirement('gitea.repositories.search.order', async (target) => {
  const { found } = await searched(target);
  expect([
    await found({ sort: 'id', order: 'asc' }),
    await found({ sort: 'alpha', order: 'desc' }),
    await found({ sort: 'id', mode: 'source' }),
  ]).toEqual([
    ['beta', 'alpha', 'old', 'gamma'],
    ['gamma', 'old', 'beta', 'alpha'],
    ['beta', 'alpha', 'old', 'gamma'],
  ]);
});

requirement('gitea.repositories.search.422', async ({ ada }) => {
  expect(await ada.refusal(repoSearch, { query: { sort: 'beauty' as 'alpha' } })).toBe(422);
});
