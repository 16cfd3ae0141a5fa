import { expect } from 'vitest';
import type { z } from 'zod';

import {
  ReleasePayload,
  repoAddCollaborator,
  repoCreateHook,
  repoCreateRelease,
  repoCreateReleaseAttachment,
  repoDeleteRelease,
  repoDeleteReleaseAttachment,
  repoDeleteReleaseByTag,
  repoEdit,
  repoEditRelease,
  repoEditReleaseAttachment,
  repoGet,
  repoGetLatestRelease,
  repoGetRelease,
  repoGetReleaseAttachment,
  repoGetReleaseByTag,
  repoGetTag,
  repoListReleaseAttachments,
  repoListReleases,
  type Release,
} from '@mosaic/contracts/gitea';

import { departure, requirement } from './suite.ts';
import type { GiteaTarget, Home } from './target.ts';

type NewRelease = Partial<z.input<typeof repoCreateRelease.body>>;

const NOBODYS = 999_999_999;
const publish = ({ owner, at }: Home, body: NewRelease = {}) => owner.call(repoCreateRelease, { ...at, body: { tag_name: 'v1', ...body } });
const attach = ({ owner, at }: Home, id: number, name: string, text = name) =>
  owner.call(repoCreateReleaseAttachment, { ...at, id, query: { name }, body: Buffer.from(text) });
const tagsOf = (releases: readonly Release[]) => releases.map(({ tag_name }) => tag_name);
const list = async ({ owner, at }: Home, query: z.input<typeof repoListReleases.query> = {}) =>
  tagsOf(await owner.call(repoListReleases, { ...at, query }));

requirement('gitea.releases.create.201', async (target) => {
  for (const home of await target.homes()) {
    const { owner, at } = home;
    const made = await publish(home);
    expect(made).toMatchObject({ tag_name: 'v1', target_commitish: 'main', draft: false, prerelease: false, author: { login: at.owner } });
    expect(made.html_url).toMatch(new RegExp(`/${at.owner}/${at.repo}/releases/tag/v1$`));
    expect(made.published_at).toBe(made.created_at);
    expect(await owner.call(repoGetRelease, { ...at, id: made.id })).toEqual(made);
    expect(await owner.call(repoGetReleaseByTag, { ...at, tag: 'v1' })).toEqual(made);
    expect(await owner.call(repoGetLatestRelease, at)).toEqual(made);
    expect((await owner.call(repoGetTag, { ...at, tag: 'v1' })).name).toBe('v1');
  }
});

requirement('gitea.releases.create.members', async (target) => {
  const home = await target.home();
  const { owner, at } = home;
  await target.branches(home, 'side');
  const bodies: NewRelease[] = [
    { tag_name: 'a/1', name: 'One', body: 'First', target_commitish: 'side' },
    { tag_name: 'a/2', name: 'Two', body: 'Second', target_commitish: 'main' },
    { tag_name: 'a/3', draft: true, prerelease: true },
    { tag_name: 'a/4', draft: false, prerelease: false },
  ];
  for (const body of bodies) expect(await publish(home, body)).toMatchObject(body);
  for (const tag_message of ['Tagged', 'Otherwise']) {
    await publish(home, { tag_name: tag_message, tag_message });
    expect((await owner.call(repoGetTag, { ...at, tag: tag_message })).message).toBe(tag_message);
  }
});

requirement('gitea.releases.create.tagged', async (target) => {
  const home = await target.home();
  const { git } = await target.clone(home);
  await git('tag', '-a', '-m', 'Tagged', 'v7');
  await git('push', '-q', 'origin', 'v7');
  expect(await list(home)).toEqual([]);
  expect(await publish(home, { tag_name: 'v7', name: 'Seven' })).toMatchObject({ tag_name: 'v7', name: 'Seven' });
  expect(await list(home)).toEqual(['v7']);
});

requirement('gitea.releases.create.409', async (target) => {
  const home = await target.home();
  await publish(home);
  expect(await home.owner.refusal(repoCreateRelease, { ...home.at, body: { tag_name: 'v1' } })).toBe(409);
  expect(await home.owner.refusal(repoCreateRelease, { ...home.at, body: { tag_name: 'V1', draft: true } })).toBe(409);
});

requirement('gitea.releases.create.404', async (target) => {
  const home = await target.home();
  const body = { tag_name: 'v1', target_commitish: 'nowhere' };
  expect(await home.owner.refusal(repoCreateRelease, { ...home.at, body })).toBe(404);
  expect(await list(home)).toEqual([]);
});

requirement('gitea.releases.create.empty', async (target) => {
  const { owner, at } = await target.home({ auto_init: false });
  expect(await owner.refusal(repoCreateRelease, { ...at, body: { tag_name: 'v1' } })).toBe(422);
});

requirement('gitea.releases.create.forbidden', async (target) => {
  const home = await target.home();
  const { other, at } = home;
  const { id } = await publish(home);
  const asset = await attach(home, id, 'a.txt');
  const file = { ...at, id, attachment_id: asset.id };
  expect(await target.anyone.refusal(repoCreateRelease, { ...at, body: { tag_name: 'v2' } })).toBe(401);
  expect([
    await other.refusal(repoCreateRelease, { ...at, body: { tag_name: 'v2' } }),
    await other.refusal(repoEditRelease, { ...at, id, body: { name: 'x' } }),
    await other.refusal(repoDeleteRelease, { ...at, id }),
    await other.refusal(repoDeleteReleaseByTag, { ...at, tag: 'v1' }),
    await other.refusal(repoCreateReleaseAttachment, { ...at, id, query: { name: 'b.txt' }, body: Buffer.from('b') }),
    await other.refusal(repoEditReleaseAttachment, { ...file, body: { name: 'b.txt' } }),
    await other.refusal(repoDeleteReleaseAttachment, file),
  ]).toEqual([403, 403, 403, 403, 403, 403, 403]);
  expect(await list(home)).toEqual(['v1']);
});

requirement('gitea.releases.draft.hidden', async (target) => {
  const home = await target.home();
  const { owner, other, at } = home;
  const { id } = await publish(home, { draft: true });
  expect(await owner.refusal(repoGetTag, { ...at, tag: 'v1' })).toBe(404);
  for (const caller of [other, target.anyone]) {
    expect(await caller.call(repoListReleases, at)).toEqual([]);
    expect(await caller.refusal(repoGetRelease, { ...at, id })).toBe(404);
    expect(await caller.refusal(repoGetReleaseByTag, { ...at, tag: 'v1' })).toBe(404);
    expect(await caller.refusal(repoListReleaseAttachments, { ...at, id })).toBe(404);
    expect(await caller.refusal(repoGetLatestRelease, at)).toBe(404);
  }
  await owner.call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
  expect(tagsOf(await other.call(repoListReleases, at))).toEqual(['v1']);
});

requirement('gitea.releases.draft.publish', async (target) => {
  const home = await target.home();
  const { owner, at } = home;
  const { id } = await publish(home, { draft: true, name: 'One' });
  expect(await owner.call(repoEditRelease, { ...at, id, body: { draft: false } })).toMatchObject({ id, draft: false, name: 'One' });
  expect((await owner.call(repoGetTag, { ...at, tag: 'v1' })).name).toBe('v1');
  expect(await owner.call(repoEditRelease, { ...at, id, body: { draft: true } })).toMatchObject({ draft: true });
});

requirement('gitea.releases.draft.pushed', async (target) => {
  const home = await target.home();
  await publish(home, { draft: true });
  const { git } = await target.clone(home);
  await git('tag', 'v1');
  await git('push', '-q', 'origin', 'v1');
  await expect.poll(async () => (await home.owner.call(repoGetReleaseByTag, { ...home.at, tag: 'v1' })).draft).toBe(false);
});

requirement('gitea.releases.tag.deleted', async (target) => {
  const home = await target.home();
  await publish(home);
  const { git } = await target.clone(home);
  await git('push', '-q', 'origin', ':refs/tags/v1');
  await expect.poll(async () => (await home.owner.call(repoGetReleaseByTag, { ...home.at, tag: 'v1' })).draft).toBe(true);
  expect(await home.other.call(repoListReleases, home.at)).toEqual([]);
});

requirement('gitea.releases.edit.200', async (target) => {
  for (const home of await target.homes()) {
    const { owner, at } = home;
    const made = await publish(home, { name: 'One', body: 'First' });
    await target.branches(home, 'side');
    let now = made;
    const changes: z.input<typeof repoEditRelease.body>[] = [
      { name: 'Two' },
      { name: 'Three' },
      { body: 'Second' },
      { body: 'Third' },
      { prerelease: true },
      { prerelease: false },
      { target_commitish: 'side' },
      { target_commitish: 'main' },
      { tag_name: 'v2' },
      { tag_name: 'v3' },
    ];
    for (const body of changes) {
      const edited = await owner.call(repoEditRelease, { ...at, id: made.id, body });
      expect(edited).toMatchObject({ ...body, id: made.id });
      const { tag_name, target_commitish, name, body: notes, prerelease } = now;
      expect(edited).toMatchObject({ tag_name, target_commitish, name, body: notes, prerelease, ...body });
      now = edited;
    }
    expect(await owner.call(repoEditRelease, { ...at, id: made.id, body: { name: '', body: '' } })).toMatchObject({
      name: 'Three',
      body: 'Third',
    });
    expect((await owner.call(repoGetTag, { ...at, tag: 'v3' })).name).toBe('v3');
  }
});

requirement('gitea.releases.edit.409', async (target) => {
  const home = await target.home();
  await publish(home, { tag_name: 'v1' });
  const { id } = await publish(home, { tag_name: 'v2' });
  expect(await home.owner.refusal(repoEditRelease, { ...home.at, id, body: { tag_name: 'v1' } })).toBe(409);
  expect(await list(home)).toEqual(['v2', 'v1']);
});
departure('gitea.releases.edit.409', 'Upstream fails with 500.');

requirement('gitea.releases.switched', async (target) => {
  const { owner, at } = await target.home();
  for (const has_releases of [false, true])
    expect(await owner.call(repoEdit, { ...at, body: { has_releases } })).toMatchObject({ has_releases });
});

requirement('gitea.releases.list.pages', async (target) => {
  const home = await target.home();
  for (const tag_name of ['v1', 'v2', 'v3']) await publish(home, { tag_name });
  expect(await list(home)).toEqual(['v3', 'v2', 'v1']);
  expect([await list(home, { limit: 2 }), await list(home, { limit: 2, page: 2 }), await list(home, { limit: 1, page: 3 })]).toEqual([
    ['v3', 'v2'],
    ['v1'],
    ['v1'],
  ]);
  const { headers } = await home.owner.respond(repoListReleases, { ...home.at, query: { limit: 2 } });
  expect([headers['x-total-count'], headers['link']]).toEqual(['3', expect.stringContaining('rel="next"')]);
});

requirement('gitea.releases.list.narrowed', async (target) => {
  const home = await target.home();
  await publish(home, { tag_name: 'v1' });
  await publish(home, { tag_name: 'v2', prerelease: true });
  await publish(home, { tag_name: 'v3', draft: true });
  expect([
    await list(home, { draft: 'true' }),
    await list(home, { draft: 'false' }),
    await list(home, { 'pre-release': 'true' }),
    await list(home, { 'pre-release': 'false' }),
  ]).toEqual([['v3'], ['v2', 'v1'], ['v2'], ['v3', 'v1']]);
  if (target.isOurs) expect([await list(home, { q: 'V1' }), await list(home, { q: '3' })]).toEqual([['v1'], ['v3']]);
});

requirement('gitea.releases.latest', async (target) => {
  const home = await target.home();
  const { owner, at } = home;
  expect(await owner.refusal(repoGetLatestRelease, at)).toBe(404);
  await publish(home, { tag_name: 'v1' });
  await publish(home, { tag_name: 'v2', prerelease: true });
  await publish(home, { tag_name: 'v3', draft: true });
  expect((await target.anyone.call(repoGetLatestRelease, at)).tag_name).toBe('v1');
});

requirement('gitea.releases.delete.204', async (target) => {
  for (const home of await target.homes()) {
    const { owner, at } = home;
    const { id } = await publish(home, { tag_name: 'v1' });
    await publish(home, { tag_name: 'v2/x' });
    await owner.call(repoDeleteRelease, { ...at, id });
    expect(await list(home)).toEqual(['v2/x']);
    await owner.call(repoDeleteReleaseByTag, { ...at, tag: 'v2/x' });
    expect(await list(home)).toEqual([]);
    await publish(home, { tag_name: 'v1' });
    await publish(home, { tag_name: 'v2/x' });
    for (const tag of ['v1', 'v2/x']) {
      expect((await owner.call(repoGetReleaseByTag, { ...at, tag })).tag_name).toBe(tag);
      await owner.call(repoDeleteReleaseByTag, { ...at, tag });
    }
    for (const tag of ['v1', 'v2/x']) expect((await owner.call(repoGetTag, { ...at, tag })).name).toBe(tag);
  }
});

requirement('gitea.releases.404', async (target) => {
  const [{ owner, at }, other] = (await target.homes()) as [Home, Home];
  const { id: elsewhere } = await publish(other);
  for (const id of [elsewhere, NOBODYS])
    expect([
      await owner.refusal(repoGetRelease, { ...at, id }),
      await owner.refusal(repoEditRelease, { ...at, id, body: { name: 'x' } }),
      await owner.refusal(repoDeleteRelease, { ...at, id }),
      await owner.refusal(repoListReleaseAttachments, { ...at, id }),
      await owner.refusal(repoCreateReleaseAttachment, { ...at, id, query: { name: 'a' }, body: Buffer.from('a') }),
    ]).toEqual([404, 404, 404, 404, 404]);
  for (const tag of ['v1', 'nowhere'])
    expect([await owner.refusal(repoGetReleaseByTag, { ...at, tag }), await owner.refusal(repoDeleteReleaseByTag, { ...at, tag })]).toEqual(
      [404, 404],
    );
  expect(await target.eve.refusal(repoListReleases, { ...at, repo: 'nowhere' })).toBe(404);
});

requirement('gitea.releases.assets.201', async (target) => {
  for (const home of await target.homes()) {
    const { owner, at } = home;
    const { id } = await publish(home);
    const second = await attach(home, id, 'b.txt', 'two!');
    const first = await attach(home, id, 'a.txt', 'one');
    expect([first.size, second.size]).toEqual([3, 4]);
    const listed = await owner.call(repoListReleaseAttachments, { ...at, id });
    expect(listed.map(({ name }) => name)).toEqual(['a.txt', 'b.txt']);
    expect((await owner.call(repoGetRelease, { ...at, id })).assets).toEqual(listed);
    const file = { ...at, id, attachment_id: first.id };
    expect((await owner.call(repoGetReleaseAttachment, file)).uuid).toBe(first.uuid);
    for (const name of ['c.txt', 'd.txt'])
      expect((await owner.call(repoEditReleaseAttachment, { ...file, body: { name } })).name).toBe(name);
    await owner.call(repoDeleteReleaseAttachment, file);
    expect((await owner.call(repoListReleaseAttachments, { ...at, id })).map(({ name }) => name)).toEqual(['b.txt']);
  }
});

requirement('gitea.releases.assets.form', async (target) => {
  const home = await target.home();
  const { id } = await publish(home);
  for (const [query, name] of [
    ['', 'a.txt'],
    ['?name=other.txt', 'other.txt'],
  ] as const) {
    const form = new FormData();
    form.append('attachment', new Blob(['in a form']), 'a.txt');
    const answer = await fetch(`${target.url}/api/v1/repos/${home.at.owner}/${home.at.repo}/releases/${id}/assets${query}`, {
      method: 'POST',
      headers: { authorization: `token ${target.token('ada')}` },
      body: form,
    });
    expect([answer.status, await answer.json()]).toMatchObject([201, { name, size: 9 }]);
  }
});

requirement('gitea.releases.assets.download', async (target) => {
  const home = await target.home();
  const { id } = await publish(home, { tag_name: 'v1/x' });
  await attach(home, id, 'a b.txt', 'bytes');
  const [asset] = await home.owner.call(repoListReleaseAttachments, { ...home.at, id });
  const answer = await target.send('')({ method: 'GET', path: new URL(asset?.browser_download_url ?? '').pathname });
  expect([answer.status, await answer.text()]).toEqual([200, 'bytes']);
  const after = await home.owner.call(repoGetReleaseAttachment, { ...home.at, id, attachment_id: asset?.id ?? 0 });
  expect(after.download_count).toBe(1);
});

requirement('gitea.releases.assets.nameless', async (target) => {
  const home = await target.home();
  const { id } = await publish(home);
  const refusal = await home.owner.refusal(repoCreateReleaseAttachment, { ...home.at, id, body: Buffer.from('x') });
  expect([400, 422]).toContain(refusal);
});

requirement('gitea.releases.assets.404', async (target) => {
  const home = await target.home();
  const { owner, at } = home;
  const { id } = await publish(home);
  const other = await publish(home, { tag_name: 'v2' });
  const { id: elsewhere } = await attach(home, other.id, 'a.txt');
  for (const attachment_id of [elsewhere, NOBODYS])
    expect([
      await owner.refusal(repoGetReleaseAttachment, { ...at, id, attachment_id }),
      await owner.refusal(repoEditReleaseAttachment, { ...at, id, attachment_id, body: { name: 'x' } }),
      await owner.refusal(repoDeleteReleaseAttachment, { ...at, id, attachment_id }),
    ]).toEqual([404, 404, 404]);
});

requirement('gitea.releases.counted', async (target) => {
  const home = await target.home();
  await publish(home);
  await publish(home, { tag_name: 'v2', draft: true });
  expect(await home.owner.call(repoGet, home.at)).toMatchObject({ has_releases: true, release_counter: 1 });
});

/** A repository whose webhook takes releases. */
async function listening(target: GiteaTarget) {
  const home = await target.home();
  const receiver = await target.receiver();
  const config = { url: receiver.url, content_type: 'json' } as const;
  await home.owner.call(repoCreateHook, { ...home.at, body: { type: 'gitea', active: true, config, events: ['release'] } });
  const actions = async (count: number) => {
    await receiver.until(count);
    return receiver.received.map(({ body }) => ReleasePayload.parse(JSON.parse(body)));
  };
  return { ...home, actions };
}

requirement('gitea.releases.webhooks', async (target) => {
  const home = await listening(target);
  const { id } = await publish(home, { name: 'One' });
  await home.actions(1);
  await home.owner.call(repoEditRelease, { ...home.at, id, body: { name: 'Two' } });
  await home.actions(2);
  await home.owner.call(repoDeleteRelease, { ...home.at, id });
  const told = await home.actions(3);
  expect(told.map(({ action }) => action)).toEqual(['published', 'updated', 'deleted']);
  for (const { release, repository, sender } of told)
    expect({ release, repository, sender }).toMatchObject({
      release: { id, tag_name: 'v1', target_commitish: 'main', prerelease: false, author: { login: 'ada' } },
      repository: { full_name: `ada/${home.at.repo}` },
      sender: { login: 'ada' },
    });
});

requirement('gitea.releases.webhooks.publish', async (target) => {
  const home = await listening(target);
  const { git } = await target.clone(home);
  await git('tag', 'v1');
  await git('push', '-q', 'origin', 'v1');
  const { id } = await publish(home, { draft: true });
  await home.owner.call(repoEditRelease, { ...home.at, id, body: { draft: false } });
  expect((await home.actions(1)).map(({ action }) => action)).toEqual(['published']);
});
departure('gitea.releases.webhooks.publish', 'Gitea tells that a draft whose tag was there is "updated", so that nothing is built of it.');
