import { createHash, randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';

import {
  repoAddCollaborator,
  repoCreateRelease,
  repoCreateReleaseAttachment,
  repoCreateTagProtection,
  repoDelete,
  repoDeleteRelease,
  repoDeleteReleaseAttachment,
  repoEdit,
  repoEditRelease,
  repoGetRelease,
  repoGetReleaseByTag,
  repoGetTag,
  repoListReleases,
  type Release,
} from '@mosaic/contracts/gitea';

import { PRINCIPALS, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';

const READER = '5'.repeat(40);
/** Of another service's grants alone. */
const POWERLESS = '6'.repeat(40);
const MIB = 1024 * 1024;

let bench: ForgeHarness;
beforeAll(async () => {
  const reader = { username: 'ada', token: READER, sub: 'p-1', uid: 1, grants: ['forge:repository:read'] };
  const powerless = { ...reader, token: POWERLESS, grants: ['ci:pipeline:admin'] };
  bench = await startForge({
    principals: [...PRINCIPALS, reader, powerless],
    config: { maxAssetBytes: 4 * MIB, maxAssets: 3, assetTypes: '.bin,.txt,image/*,.html' },
  });
});
afterAll(() => bench[Symbol.asyncDispose]());

let made = 0;
async function home({ private: isPrivate = false } = {}) {
  const ada = bench.as(TOKENS.ada);
  const repo = `lib-${++made}`;
  await ada.createRepository({ name: repo, auto_init: true, private: isPrivate });
  const at = { owner: 'ada', repo };
  const publish = (body: z.input<typeof repoCreateRelease.body>) => ada.call(repoCreateRelease, { ...at, body });
  const told = async () =>
    (await bench.events())
      .filter(({ type, data }) => type.startsWith('dev.mosaic.release.') && data['repository'] === `ada/${repo}`)
      .map(({ type, data }) => `${type.split('.').at(-1)} ${String(data['tag'])}`);
  return { ada, at, publish, told };
}

const get = (path: string, { token = '', ...headers }: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') =>
  bench.send(token)({ method, path: path.replace('http://localhost:8080', ''), headers });

describe('a release', () => {
  it('makes its tag as a push like any other, and is told of once', async () => {
    const { ada, at, publish, told } = await home();
    const release = await publish({ tag_name: 'v1.0', name: 'One', body: 'Notes', tag_message: 'Tagged' });
    expect(release).toMatchObject({ tag_name: 'v1.0', target_commitish: 'main', draft: false, author: { login: 'ada' } });
    expect((await ada.call(repoGetTag, { ...at, tag: 'v1.0' })).message).toBe('Tagged');
    expect(await told()).toEqual(['published v1.0']);
    const pushes = (await bench.events()).filter(({ data }) => data['ref'] === 'refs/tags/v1.0' && data['repository'] === `ada/${at.repo}`);
    expect(pushes).toHaveLength(1);
    expect((await ada.getRepository('ada', at.repo))?.release_counter).toBe(1);
  });

  it('whose tag a rule protects leaves neither tag nor release', async () => {
    const { ada, at, told } = await home();
    const rule = { name_pattern: 'v*', whitelist_usernames: ['ada'] };
    await ada.call(repoCreateTagProtection, { ...at, body: rule });
    await ada.call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'write' } });
    const bob = bench.as(TOKENS.bob);
    await expect(bob.call(repoCreateRelease, { ...at, body: { tag_name: 'v2' } })).rejects.toMatchObject({ status: 422 });
    expect(await ada.callOrNull(repoGetTag, { ...at, tag: 'v2' })).toBeNull();
    expect(await ada.call(repoListReleases, at)).toEqual([]);
    expect(await told()).toEqual([]);
    expect(await bench.store.rows('select * from releases where fresh = 1')).toEqual([]);
  });

  it('whose tag cannot be made, though nobody is against it, leaves nothing either', async () => {
    const { ada, at, publish, told } = await home();
    await publish({ tag_name: 'v1' });
    // Where one ref is a file, none can be below it.
    await expect(publish({ tag_name: 'v1/a' })).rejects.toMatchObject({ status: 409 });
    expect(await bench.store.rows("select tag_name from releases where tag_name = 'v1/a'")).toEqual([]);
    expect((await ada.call(repoListReleases, at)).map(({ tag_name }) => tag_name)).toEqual(['v1']);
    expect(await told()).toEqual(['published v1']);
  });

  it('is a draft again when git deletes its tag, and is published by the next push of it', async () => {
    const { ada, at, publish, told } = await home();
    await publish({ tag_name: 'v1' });
    const work = await bench.workspace(`ada/${at.repo}`, TOKENS.ada);
    await runGit(['push', '-q', 'origin', ':refs/tags/v1'], { cwd: work });
    expect(await ada.call(repoGetReleaseByTag, { ...at, tag: 'v1' })).toMatchObject({ draft: true });
    expect(await bench.as('').call(repoListReleases, at)).toEqual([]);
    await runGit(['tag', 'V1'], { cwd: work });
    await runGit(['push', '-q', 'origin', 'V1'], { cwd: work });
    expect(await bench.as('').call(repoGetReleaseByTag, { ...at, tag: 'v1' })).toMatchObject({ draft: false, author: { login: 'ada' } });
    expect(await told()).toEqual(['published v1', 'published v1']);
  });

  it('that is a draft is seen by who may write with a token that may, and told of to nobody', async () => {
    const { ada, at, publish, told } = await home();
    const draft = await publish({ tag_name: 'v1', draft: true });
    expect(await ada.callOrNull(repoGetTag, { ...at, tag: 'v1' })).toBeNull();
    for (const token of ['', TOKENS.eve, READER]) {
      const other = bench.as(token);
      expect(await other.call(repoListReleases, { ...at, query: { draft: 'true' } })).toEqual([]);
      expect(await other.callOrNull(repoGetRelease, { ...at, id: draft.id })).toBeNull();
      expect(await other.callOrNull(repoGetReleaseByTag, { ...at, tag: 'v1' })).toBeNull();
    }
    expect(await ada.call(repoListReleases, { ...at, query: { draft: 'true' } })).toHaveLength(1);
    await ada.call(repoEditRelease, { ...at, id: draft.id, body: { body: 'secret plan' } });
    expect(await told()).toEqual([]);
    expect(JSON.stringify(await bench.events())).not.toContain('secret plan');
    await ada.call(repoEditRelease, { ...at, id: draft.id, body: { draft: false } });
    await ada.call(repoEditRelease, { ...at, id: draft.id, body: { name: 'Renamed' } });
    await ada.call(repoDeleteRelease, { ...at, id: draft.id });
    expect(await told()).toEqual(['published v1', 'updated v1', 'deleted v1']);
    expect((await ada.call(repoGetTag, { ...at, tag: 'v1' })).name).toBe('v1');
  });

  it('is switched off and on with the others', async () => {
    const { ada, at, publish } = await home();
    const { id } = await publish({ tag_name: 'v1' });
    expect((await ada.call(repoEdit, { ...at, body: { has_releases: false } })).has_releases).toBe(false);
    expect(await ada.callOrNull(repoGetRelease, { ...at, id })).toBeNull();
    await ada.call(repoEdit, { ...at, body: { has_releases: true } });
    expect((await ada.call(repoGetRelease, { ...at, id })).id).toBe(id);
  });
});

describe("a release's file", () => {
  const add = (at: object, id: number, name: string, body: Uint8Array) =>
    bench.as(TOKENS.ada).call(repoCreateReleaseAttachment, { ...(at as { owner: string; repo: string }), id, query: { name }, body });

  it('is kept as it came, whole or as the member of a form, and counted', async () => {
    const { at, publish } = await home();
    const { id } = await publish({ tag_name: 'rel/1-ü' });
    const bytes = randomBytes(3 * MIB);
    const asset = await add(at, id, 'a b.bin', bytes);
    expect(asset).toMatchObject({ name: 'a b.bin', size: bytes.length, download_count: 0 });
    const form = new FormData();
    form.append('other', 'x'.repeat(100));
    form.append('attachment', new Blob([bytes]), '../up/b.bin');
    const sent = await fetch(`${bench.url}/api/v1/repos/ada/${at.repo}/releases/${id}/assets`, {
      method: 'POST',
      headers: { authorization: `token ${TOKENS.ada}` },
      body: form,
    });
    expect([sent.status, await sent.json()]).toMatchObject([201, { name: 'b.bin', size: bytes.length }]);
    const release = await bench.as('').call(repoGetRelease, { ...at, id });
    for (const { browser_download_url: url, name } of release.assets) {
      const answer = await get(url);
      expect(answer.headers).toMatchObject({
        'content-disposition': expect.stringMatching(/^attachment; /) as string,
        'content-type': 'application/octet-stream',
        'content-length': String(bytes.length),
        'x-content-type-options': 'nosniff',
      });
      expect(
        createHash('sha256')
          .update(await answer.bytes())
          .digest('hex'),
        name,
      ).toBe(createHash('sha256').update(bytes).digest('hex'));
    }
    const byUuid = await get(`/attachments/${asset.uuid}`, { range: 'bytes=1000000-1000009' });
    expect([byUuid.status, byUuid.headers['content-range']]).toEqual([206, `bytes 1000000-1000009/${bytes.length}`]);
    expect(Buffer.from(await byUuid.bytes())).toEqual(bytes.subarray(1_000_000, 1_000_010));
    const head = await get(`/attachments/${asset.uuid}`, {}, 'HEAD');
    expect([head.status, head.headers['content-length']]).toEqual([200, String(bytes.length)]);
    const same = await get(`/attachments/${asset.uuid}`, { 'if-none-match': `"${asset.uuid}"` });
    expect(same.status).toBe(304);
    await Promise.all([head.discard(), same.discard()]);
    expect((await bench.as('').call(repoGetRelease, { ...at, id })).assets.map((one) => one.download_count)).toEqual([1, 1]);
  });

  it('is refused with words where it is too large, of another type or without a name, and leaves nothing', async () => {
    const { ada, at, publish } = await home();
    const { id } = await publish({ tag_name: 'v1' });
    await expect(add(at, id, 'big.bin', Buffer.alloc(5 * MIB))).rejects.toMatchObject({ status: 413 });
    await expect(add(at, id, 'a.exe', Buffer.from('x'))).rejects.toMatchObject({ status: 422 });
    await expect(add(at, id, '', Buffer.from('x'))).rejects.toMatchObject({ status: 422 });
    await expect(add(at, id, 'a/b.bin', Buffer.from('x'))).rejects.toMatchObject({ status: 422 });
    for (const body of ['--x\r\n', '--x\r\ncontent-disposition: form-data; name="attachment"; filename="a.bin"\r\n\r\nhalf']) {
      const headers = { authorization: `token ${TOKENS.ada}`, 'content-type': 'multipart/form-data; boundary=x' };
      const answer = await fetch(`${bench.url}/api/v1/repos/ada/${at.repo}/releases/${id}/assets`, { method: 'POST', headers, body });
      expect(answer.status, await answer.text()).toBe(422);
    }
    expect((await ada.call(repoGetRelease, { ...at, id })).assets).toEqual([]);
    expect(await bench.store.rows("select * from release_assets where state = 'arriving'")).toEqual([]);
    for (const name of ['1.bin', '2.bin', '3.bin']) await add(at, id, name, Buffer.from(name));
    await expect(add(at, id, '4.bin', Buffer.from('4'))).rejects.toMatchObject({ status: 409 });
  });

  it('never runs in our origin', async () => {
    const { at, publish } = await home();
    const { id } = await publish({ tag_name: 'v1' });
    const { browser_download_url: url } = await add(at, id, 'page.html', Buffer.from('<script>alert(1)</script>'));
    const answer = await get(url);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'content-disposition': `attachment; filename="page.html"; filename*=UTF-8''page.html`,
    });
    await answer.discard();
  });

  it('of a private repository, and of a draft, is not there for others', async () => {
    const { ada, at, publish } = await home({ private: true });
    const { id } = await publish({ tag_name: 'v1' });
    const asset = await add(at, id, 'a.bin', Buffer.from('hidden'));
    const named = `/ada/${at.repo}/releases/download/v1/a.bin`;
    for (const path of [`/attachments/${asset.uuid}`, named, `/ada/${at.repo}/archive/main.zip`])
      for (const [token, status] of [
        ['', 404],
        [TOKENS.eve, 404],
        [POWERLESS, 404],
        [TOKENS.ada, 200],
        [READER, 200],
      ] as const) {
        const answer = await get(path, { token });
        await answer.discard();
        expect([path, token, answer.status]).toEqual([path, token, status]);
      }
    await ada.call(repoEdit, { ...at, body: { private: false } });
    await ada.call(repoEditRelease, { ...at, id, body: { draft: true } });
    for (const [token, status] of [
      ['', 404],
      [READER, 404],
      [TOKENS.ada, 200],
    ] as const)
      for (const path of [`/attachments/${asset.uuid}`, named]) {
        const answer = await get(path, { token });
        await answer.discard();
        expect([path, token, answer.status]).toEqual([path, token, status]);
      }
  });

  it('is gone from the disk with itself, with its release and, after the next start, with its repository', async () => {
    const { ada, at, publish } = await home();
    const { id } = await publish({ tag_name: 'v1' });
    const other = await publish({ tag_name: 'v2' });
    const { id: repositoryId } = (await ada.getRepository('ada', at.repo)) ?? { id: 0 };
    const folder = join(bench.folder, 'forge/blobs/release-assets', String(repositoryId));
    const one = await add(at, id, '1.bin', Buffer.from('1'));
    await add(at, id, '2.bin', Buffer.from('2'));
    const last = await add(at, other.id, '3.bin', Buffer.from('3'));
    await ada.call(repoDeleteReleaseAttachment, { ...at, id, attachment_id: one.id });
    expect(await readdir(folder)).toHaveLength(2);
    await ada.call(repoDeleteRelease, { ...at, id });
    expect(await readdir(folder)).toEqual([last.uuid]);
    await ada.call(repoDelete, at);
    expect(await get(`/attachments/${last.uuid}`, { token: TOKENS.root })).toMatchObject({ status: 404 });
    await bench.restart();
    await expect.poll(() => readdir(folder)).toEqual([]);
  });

  it('that a kill cut short is forgotten at the next start', async () => {
    const { ada, at, publish } = await home();
    const { id } = await publish({ tag_name: 'v1' });
    await add(at, id, 'whole.bin', Buffer.from('1'));
    const { id: repositoryId } = (await ada.getRepository('ada', at.repo)) ?? { id: 0 };
    await bench.store.rows(
      `insert into release_assets (uuid, repository_id, release_id, name, size, downloads, state, created_at)
       values ('half', ${repositoryId}, ${id}, 'half.bin', 0, 0, 'arriving', 1)`,
    );
    const names = async () =>
      (await bench.as(TOKENS.ada).call(repoGetRelease, { ...at, id })).assets.map(({ name }: Release['assets'][number]) => name);
    expect(await names()).toEqual(['whole.bin']);
    await bench.restart();
    expect(await names()).toEqual(['whole.bin']);
    expect(await bench.store.rows("select * from release_assets where state = 'arriving'")).toEqual([]);
  });
});
