import { randomBytes, createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  createFork,
  repoAddCollaborator,
  repoCreateFile,
  repoCreateKey,
  repoCreatePullRequest,
  repoDelete,
  repoDeleteCollaborator,
  repoDeleteKey,
  repoGetContents,
  repoGetRawFile,
  repoGetRawFileOrLFS,
  repoMergePullRequest,
  repoMergeUpstream,
  userCurrentDeleteKey,
  userCurrentPostKey,
} from '@mosaic/contracts/gitea';

import { eventually, PRINCIPALS, remoteUrl, runGit, startForge, TOKENS, type ForgeHarness } from './harness.ts';
import { sshClient, type SshClient } from './ssh-client.ts';

const LIMITED = '9'.repeat(40);
const READER = '8'.repeat(40);
const TYPE = 'application/vnd.git-lfs+json';

let bench: ForgeHarness;
let ada: SshClient;
let robot: SshClient;
beforeAll(async () => {
  const port = await freePort();
  const who = { username: 'ada', sub: 'p-1', uid: 1 };
  bench = await startForge({
    principals: [
      ...PRINCIPALS,
      { ...who, token: LIMITED, grants: ['*:*:*'], repositories: [4711] },
      { ...who, token: READER, grants: ['forge:repository:read'] },
    ],
    config: { port, publicUrl: `http://127.0.0.1:${port}`, maxLfsBytes: 4_000_000 },
  });
  [ada, robot] = await Promise.all([sshClient(() => bench.sshPort), sshClient(() => bench.sshPort)]);
});
afterAll(async () => {
  for (const one of [ada, robot]) await one[Symbol.asyncDispose]();
  await bench[Symbol.asyncDispose]();
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** A working folder in which `*.bin` goes to Git LFS, with one such file committed. */
async function workspace(
  repository: string,
  token: string,
  bytes = randomBytes(300_000),
): Promise<{ work: string; bytes: Buffer; oid: string }> {
  const work = await bench.workspace(repository, token);
  await runGit(['lfs', 'install', '--local'], { cwd: work });
  await runGit(['lfs', 'track', '*.bin'], { cwd: work });
  await addFile(work, bytes);
  return { work, bytes, oid: oidOf(bytes) };
}

async function addFile(work: string, bytes: Buffer): Promise<void> {
  await writeFile(join(work, 'large.bin'), bytes);
  await runGit(['add', '-A'], { cwd: work });
  await runGit(['commit', '-q', '-m', 'A large file'], { cwd: work });
}

/** What a fresh clone has of it; with the large files. */
async function cloned(url: string, name: string, git: (args: readonly string[], cwd?: string) => Promise<string> = plain): Promise<Buffer> {
  const target = join(bench.folder, name);
  await runGit(['init', '-q', '-b', 'main', target]);
  await runGit(['lfs', 'install', '--local'], { cwd: target });
  await runGit(['remote', 'add', 'origin', url], { cwd: target });
  await git(['pull', '-q', 'origin', 'main'], target);
  return readFile(join(target, 'large.bin'));
}
const plain = (args: readonly string[], cwd?: string) => runGit(args, cwd === undefined ? {} : { cwd });
const oidOf = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
const message = (error: unknown) => String((error as { stderr?: string }).stderr ?? error);

async function ask(
  path: string,
  { token = '', method = 'POST', body, accept = TYPE }: { token?: string; method?: string; body?: unknown; accept?: string } = {},
) {
  const response = await fetch(`${bench.url}/${path}`, {
    method,
    headers: { accept, ...(token === '' ? {} : { authorization: `token ${token}` }) },
    ...(body === undefined
      ? {}
      : { body: typeof body === 'string' || body instanceof Uint8Array ? (body as string) : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: () => JSON.parse(text) as Record<string, unknown> };
}
const batch = (repository: string, operation: string, objects: unknown[], token = TOKENS.ada) =>
  ask(`${repository}.git/info/lfs/objects/batch`, { token, body: { operation, objects } });
const upload = (repository: string, bytes: Buffer, token: string, named: { oid?: string; size?: number } = {}) =>
  ask(`${repository}.git/info/lfs/objects/${named.oid ?? oidOf(bytes)}/${named.size ?? bytes.length}`, {
    token,
    method: 'PUT',
    body: bytes,
  });
const download = (repository: string, oid: string, token = '') =>
  ask(`${repository}.git/info/lfs/objects/${oid}`, { token, method: 'GET' });

describe('with git-lfs', () => {
  test('a push sends the large file beside git, and a clone brings it', async () => {
    const { work, bytes } = await workspace('ada/first', TOKENS.ada);
    // The repository is made by the push, whose large files come before it.
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    const raw = await bench.as(TOKENS.ada).call(repoGetRawFile, { owner: 'ada', repo: 'first', filepath: 'large.bin' });
    expect(Buffer.from(raw).toString()).toBe(
      `version https://git-lfs.github.com/spec/v1\noid sha256:${oidOf(bytes)}\nsize ${bytes.length}\n`,
    );
    const told = await bench.as(TOKENS.ada).call(repoGetContents, { owner: 'ada', repo: 'first', filepath: 'large.bin' });
    expect(told).toMatchObject({ lfs_oid: oidOf(bytes), lfs_size: bytes.length });
    expect((await cloned(remoteUrl(bench.url, 'ada/first', TOKENS.ada), 'first')).equals(bytes)).toBe(true);
    const media = await bench.as(TOKENS.ada).call(repoGetRawFileOrLFS, { owner: 'ada', repo: 'first', filepath: 'large.bin' });
    expect(Buffer.from(media).equals(bytes)).toBe(true);
  });

  test('a file that is written by the API goes where .gitattributes says, as from a clone', async () => {
    const at = { owner: 'ada', repo: 'written' };
    const client = bench.as(TOKENS.ada);
    await client.createRepository({ name: 'written' });
    const write = (filepath: string, text: string | Buffer) =>
      client.call(repoCreateFile, { ...at, filepath, body: { content: Buffer.from(text).toString('base64') } });
    const inGit = async (filepath: string) => Buffer.from(await client.call(repoGetRawFile, { ...at, filepath })).toString();
    await write('.gitattributes', '*.bin filter=lfs diff=lfs merge=lfs -text\nsmall.bin -filter\n');
    await write('deep/.gitattributes', '*.txt filter=lfs\n');
    const bytes = randomBytes(500);
    await write('large.bin', bytes);
    await write('deep/a.txt', 'kept apart');
    // A name whose bytes are no UTF-8.
    await write('caf\udce9.bin', 'kept apart too');
    expect(await inGit('caf\udce9.bin')).toContain(oidOf(Buffer.from('kept apart too')));
    for (const name of ['small.bin', 'b.txt']) await write(name, 'kept in git');
    expect(await inGit('large.bin')).toBe(`version https://git-lfs.github.com/spec/v1\noid sha256:${oidOf(bytes)}\nsize 500\n`);
    expect(await inGit('deep/a.txt')).toContain(oidOf(Buffer.from('kept apart')));
    expect([await inGit('small.bin'), await inGit('b.txt')]).toEqual(['kept in git', 'kept in git']);
    expect((await cloned(remoteUrl(bench.url, 'ada/written', TOKENS.ada), 'written')).equals(bytes)).toBe(true);
    for (const filepath of ['../../key', 'a/../b', '.git/config'])
      await expect(write(filepath, 'x'), filepath).rejects.toMatchObject({ status: 422 });
    // A pointer stays one.
    await write('again.bin', await inGit('large.bin'));
    expect(await inGit('again.bin')).toBe(await inGit('large.bin'));
  });

  test('who may not read the repository gets neither the file nor a word that it is there', async () => {
    const { bytes, oid } = await (async () => {
      const made = await workspace('ada/hidden', TOKENS.ada);
      await runGit(['push', '-q', 'origin', 'main'], { cwd: made.work });
      return made;
    })();
    expect((await download('ada/hidden', oid)).status).toBe(401);
    for (const token of [TOKENS.eve, LIMITED]) {
      expect((await download('ada/hidden', oid, token)).status).toBe(404);
      expect((await batch('ada/hidden', 'download', [{ oid, size: bytes.length }], token)).status).toBe(404);
      expect((await upload('ada/hidden', Buffer.from('mine'), token)).status).toBe(404);
    }
    // A repository of her own does not open it either, though the file is on the same disk.
    await bench.as(TOKENS.eve).createRepository({ name: 'hers', auto_init: true });
    expect((await download('eve/hers', oid, TOKENS.eve)).status).toBe(404);
    expect((await batch('eve/hers', 'download', [{ oid, size: bytes.length }], TOKENS.eve)).json()['objects']).toMatchObject([
      { error: { code: 404 } },
    ]);
    expect((await batch('eve/hers', 'upload', [{ oid, size: bytes.length }], TOKENS.eve)).json()['objects']).toMatchObject([
      { actions: { upload: { href: expect.stringContaining(`/eve/hers.git/info/lfs/objects/${oid}/`) as unknown } } },
    ]);
    expect((await upload('eve/hers', Buffer.from('guess'), TOKENS.eve, { oid, size: bytes.length })).status).toBe(422);
    expect((await download('eve/hers', oid, TOKENS.eve)).status).toBe(404);
  });

  test('who may read but not write downloads and does not upload', async () => {
    const { work, bytes, oid } = await workspace('ada/shared', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    await bench
      .as(TOKENS.ada)
      .call(repoAddCollaborator, { owner: 'ada', repo: 'shared', collaborator: 'bob', body: { permission: 'read' } });
    expect((await cloned(remoteUrl(bench.url, 'ada/shared', TOKENS.bob), 'shared')).equals(bytes)).toBe(true);
    for (const token of [TOKENS.bob, READER]) {
      expect((await upload('ada/shared', Buffer.from('no'), token)).status).toBe(403);
      expect((await batch('ada/shared', 'upload', [{ oid, size: 1 }], token)).status).toBe(403);
      expect((await ask('ada/shared.git/info/lfs/locks', { token, body: { path: 'large.bin' } })).status).toBe(403);
    }
    await bench.as(TOKENS.ada).call(repoDeleteCollaborator, { owner: 'ada', repo: 'shared', collaborator: 'bob' });
    expect((await download('ada/shared', oid, TOKENS.bob)).status).toBe(404);
  });

  test('a fork has the large files of what it copied, and a merge brings those of the fork', async () => {
    const at = { owner: 'ada', repo: 'base' };
    const { work, bytes, oid } = await workspace('ada/base', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    // One that no branch names stays behind.
    const loose = randomBytes(1_000);
    expect((await upload('ada/base', loose, TOKENS.ada)).status).toBe(200);
    await bench.as(TOKENS.ada).call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'read' } });
    await bench.as(TOKENS.bob).call(createFork, { ...at, body: {} });
    expect((await download('bob/base', oid, TOKENS.bob)).status).toBe(200);
    expect((await download('bob/base', oidOf(loose), TOKENS.bob)).status).toBe(404);

    // Of two commits: one whose file comes with it, as git-lfs does, and one whose file comes only after the check.
    const [next, late] = [randomBytes(2_000), randomBytes(2_000)];
    await runGit(['remote', 'set-url', 'origin', remoteUrl(bench.url, 'bob/base', TOKENS.bob)], { cwd: work });
    await runGit(['checkout', '-q', '-b', 'topic'], { cwd: work });
    await addFile(work, next);
    await runGit(['push', '-q', 'origin', 'topic'], { cwd: work });
    await addFile(work, late);
    await runGit(['push', '-q', '--no-verify', 'origin', 'topic'], { cwd: work });
    expect((await download('ada/base', oidOf(next), TOKENS.ada)).status).toBe(404);
    const body = { head: 'bob:topic', base: 'main', title: 'Topic' };
    const { number: index } = await bench.as(TOKENS.bob).call(repoCreatePullRequest, { ...at, body });
    expect((await download('ada/base', oidOf(next), TOKENS.ada)).status).toBe(200);
    expect((await upload('bob/base', late, TOKENS.bob)).status).toBe(200);
    expect((await download('ada/base', oidOf(late), TOKENS.ada)).status).toBe(404);
    await bench.as(TOKENS.ada).call(repoMergePullRequest, { ...at, index, body: { Do: 'merge' } });
    expect((await cloned(remoteUrl(bench.url, 'ada/base', TOKENS.ada), 'merged')).equals(late)).toBe(true);
    expect(bytes.equals(next)).toBe(false);
  });

  test('a fork that is brought up to date has those of its parent', async () => {
    const at = { owner: 'ada', repo: 'parent' };
    const { work } = await workspace('ada/parent', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    await bench.as(TOKENS.ada).call(repoAddCollaborator, { ...at, collaborator: 'bob', body: { permission: 'read' } });
    await bench.as(TOKENS.bob).call(createFork, { ...at, body: {} });
    const next = randomBytes(100);
    await addFile(work, next);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    expect((await download('bob/parent', oidOf(next), TOKENS.bob)).status).toBe(404);
    await bench.as(TOKENS.bob).call(repoMergeUpstream, { owner: 'bob', repo: 'parent', body: { branch: 'main' } });
    expect((await cloned(remoteUrl(bench.url, 'bob/parent', TOKENS.bob), 'parent')).equals(next)).toBe(true);
  });

  test('over SSH the key opens them, as long as it is there', async () => {
    const key = await bench.as(TOKENS.ada).call(userCurrentPostKey, { body: { title: 'laptop', key: ada.publicKey } });
    const { work, bytes, oid } = await workspace('ada/by-ssh', TOKENS.ada);
    await runGit(['remote', 'set-url', 'origin', ada.url('ada/by-ssh')], { cwd: work });
    await ada.git(['push', '-q', 'origin', 'main'], work);
    expect((await cloned(ada.url('ada/by-ssh'), 'by-ssh', (args, cwd) => ada.git(args, cwd))).equals(bytes)).toBe(true);

    const session = async (command: string) => {
      const { stdout } = await ada.ssh(['git@127.0.0.1', command]);
      return (JSON.parse(stdout) as { href: string; header: { Authorization: string } }).header.Authorization;
    };
    const [reads, writes] = [
      await session('git-lfs-authenticate ada/by-ssh.git download'),
      await session("git-lfs-authenticate 'ada/by-ssh' upload"),
    ];
    const get = async (authorization: string, at = 'ada/by-ssh') =>
      (await fetch(`${bench.url}/${at}.git/info/lfs/objects/${oid}`, { headers: { authorization } })).status;
    const put = async (authorization: string, at = 'ada/by-ssh') => {
      const path = `${at}.git/info/lfs/objects/${oidOf(Buffer.from('x'))}/1`;
      return (await fetch(`${bench.url}/${path}`, { method: 'PUT', headers: { authorization }, body: 'x' })).status;
    };
    expect([await get(reads), await get(writes), await put(reads), await put(writes)]).toEqual([200, 200, 403, 200]);
    // Of this repository alone, and nowhere else.
    expect([await put(writes, 'ada/first'), await get(`${reads}x`), await get(reads.replace('.', '.A'))]).toEqual([404, 401, 401]);
    expect((await fetch(`${bench.url}/api/v1/user`, { headers: { authorization: writes } })).status).toBe(401);
    await bench.as(TOKENS.ada).call(userCurrentDeleteKey, { id: key.id });
    expect([await get(reads), await put(writes)]).toEqual([401, 401]);
    // Added again it begins anew.
    await bench.as(TOKENS.ada).call(userCurrentPostKey, { body: { title: 'again', key: ada.publicKey } });
    expect([await get(reads), await put(writes)]).toEqual([401, 401]);
  });

  test('a deploy key opens those of its repository', async () => {
    const { work, bytes } = await workspace('ada/deployed', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    const at = { owner: 'ada', repo: 'deployed' };
    const key = await bench.as(TOKENS.ada).call(repoCreateKey, { ...at, body: { title: 'robot', key: robot.publicKey, read_only: true } });
    expect((await cloned(robot.url('ada/deployed'), 'deployed', (args, cwd) => robot.git(args, cwd))).equals(bytes)).toBe(true);
    const refused = await robot.ssh(['git@127.0.0.1', 'git-lfs-authenticate ada/deployed upload']);
    expect([refused.code, refused.stderr]).toEqual([1, 'The deploy key "robot" may read ada/deployed, but not push to it.\n']);
    const elsewhere = await robot.ssh(['git@127.0.0.1', 'git-lfs-authenticate ada/first download']);
    expect([elsewhere.code, elsewhere.stderr]).toEqual([1, 'Repository not found\n']);
    await bench.as(TOKENS.ada).call(repoDeleteKey, { ...at, id: key.id });
  });

  test('locks: one holder a path, told at the push, let go by force', async () => {
    const { work } = await workspace('ada/locked', TOKENS.ada);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
    await bench
      .as(TOKENS.ada)
      .call(repoAddCollaborator, { owner: 'ada', repo: 'locked', collaborator: 'bob', body: { permission: 'write' } });
    const lfs = (...args: string[]) => runGit(['lfs', ...args], { cwd: work });
    expect(await lfs('lock', 'large.bin')).toContain('Locked large.bin');
    expect(await lfs('locks')).toMatch(/^large\.bin\s+ada\s+ID:\d+/);

    await runGit(['remote', 'set-url', 'origin', remoteUrl(bench.url, 'ada/locked', TOKENS.bob)], { cwd: work });
    await addFile(work, randomBytes(10));
    await runGit(['config', 'lfs.locksverify', 'true'], { cwd: work });
    expect(message(await runGit(['push', 'origin', 'main'], { cwd: work }).catch((error: unknown) => error))).toContain(
      'Cannot update locked files.',
    );
    const body = { path: './dir/../LARGE.bin' };
    const again = await ask('ada/locked.git/info/lfs/locks', { token: TOKENS.bob, body });
    expect([again.status, again.json()]).toMatchObject([
      409,
      { message: 'already created lock', lock: { path: 'large.bin', owner: { name: 'ada' } } },
    ]);
    const { id } = again.json()['lock'] as { id: string };
    const unlock = (token: string, force: boolean) => ask(`ada/locked.git/info/lfs/locks/${id}/unlock`, { token, body: { force } });
    expect((await unlock(TOKENS.bob, false)).status).toBe(403);
    expect((await unlock(TOKENS.bob, true)).json()).toMatchObject({ lock: { id } });
    expect((await unlock(TOKENS.ada, true)).status).toBe(404);
    await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  });
});

describe('by its protocol', () => {
  const bytes = Buffer.from('The bytes of a large file');
  const oid = oidOf(bytes);
  beforeAll(async () => {
    await bench.as(TOKENS.ada).createRepository({ name: 'api', auto_init: true });
    expect((await upload('ada/api', bytes, TOKENS.ada)).status).toBe(200);
  });

  test('each object is answered by itself', async () => {
    const other = 'f'.repeat(64);
    const objects = [
      { oid, size: bytes.length },
      { oid, size: 1 },
      { oid: other, size: 5 },
      { oid: 'nonsense', size: 5 },
      { oid: '../'.repeat(21) + 'x', size: 5 },
      { oid: other, size: -1 },
      { oid: other, size: 4_000_001 },
    ];
    const codes = async (operation: string) =>
      ((await batch('ada/api', operation, objects)).json()['objects'] as { error?: { code: number }; actions?: object }[]).map(
        ({ error, actions }) => error?.code ?? Object.keys(actions ?? {}).join(),
      );
    expect(await codes('download')).toEqual(['download', 422, 404, 422, 422, 422, 404]);
    expect(await codes('upload')).toEqual(['', 422, 'upload,verify', 422, 422, 422, 422]);
  });

  test('a part is sent for who goes on with a download', async () => {
    const get = (range: string) =>
      fetch(`${bench.url}/ada/api.git/info/lfs/objects/${oid}`, { headers: { range, authorization: `token ${TOKENS.ada}` } });
    const part = await get('bytes=4-8');
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, `bytes 4-8/${bytes.length}`, 'bytes']);
    const rest = await get('bytes=20-');
    expect([rest.status, await rest.text()]).toEqual([206, bytes.toString().slice(20)]);
    expect((await get(`bytes=${bytes.length}-`)).status).toBe(416);
  });

  test('what is not what was announced is not kept', async () => {
    const announced = { oid: oidOf(Buffer.from('abc')), size: 3 };
    expect((await upload('ada/api', Buffer.from('abd'), TOKENS.ada, announced)).status).toBe(422);
    expect((await upload('ada/api', Buffer.from('abcd'), TOKENS.ada, announced)).status).toBe(422);
    expect((await upload('ada/api', Buffer.from('ab'), TOKENS.ada, announced)).status).toBe(422);
    expect((await upload('ada/api', Buffer.alloc(4_000_001), TOKENS.ada)).status).toBe(422);
    expect((await download('ada/api', announced.oid, TOKENS.ada)).status).toBe(404);
    expect(await readdir(join(bench.folder, 'forge', 'lfs', '.drafts'))).toEqual([]);
  });

  test('verify says whether it has come', async () => {
    const verify = (object: object) => ask('ada/api.git/info/lfs/verify', { token: TOKENS.ada, body: object });
    expect((await verify({ oid, size: bytes.length })).status).toBe(200);
    expect((await verify({ oid, size: 1 })).status).toBe(404);
    expect((await verify({ oid: 'f'.repeat(64), size: 1 })).status).toBe(404);
    expect((await verify({ oid: 'x', size: 1 })).status).toBe(422);
  });

  test('errors are JSON with words, and a client of something else is told so', async () => {
    const path = 'ada/api.git/info/lfs/objects/batch';
    const unsaid = await ask(path, { token: TOKENS.ada, body: {}, accept: 'application/json' });
    expect([unsaid.status, unsaid.headers.get('content-type'), unsaid.json()]).toMatchObject([
      415,
      TYPE,
      { message: `Say "Accept: ${TYPE}".` },
    ]);
    expect((await ask(path, { token: TOKENS.ada, body: 'no json' })).status).toBe(422);
    expect((await ask(path, { token: TOKENS.ada, body: { operation: 'delete', objects: [] } })).status).toBe(422);
    expect((await ask(path, { token: TOKENS.ada, body: ' '.repeat(1_100_000) })).status).toBe(413);
    const many = Array.from({ length: 1_001 }, () => ({ oid, size: 1 }));
    expect((await batch('ada/api', 'download', many)).status).toBe(413);
    expect((await ask(path, { token: TOKENS.ada, body: { operation: 'download', objects: [], hash_algo: 'sha512' } })).status).toBe(409);
    const nobody = await ask('ada/hidden.git/info/lfs/objects/batch', { body: { operation: 'download', objects: [] } });
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="Gitea"']);
  });

  test('locks are listed in pages', async () => {
    const locks = (query: string, token = TOKENS.ada) => ask(`ada/api.git/info/lfs/locks${query}`, { method: 'GET', token });
    for (const path of ['a', 'b', 'c'])
      expect((await ask('ada/api.git/info/lfs/locks', { token: TOKENS.ada, body: { path } })).status).toBe(201);
    const first = (await locks('?limit=2')).json() as unknown as { locks: { path: string; id: string }[]; next_cursor: string };
    expect(first.locks.map(({ path }) => path)).toEqual(['a', 'b']);
    expect((await locks(`?limit=2&cursor=${first.next_cursor}`)).json()).toMatchObject({ locks: [{ path: 'c' }] });
    expect((await locks('?path=B')).json()).toMatchObject({ locks: [{ path: 'b' }] });
    expect((await locks(`?id=${first.locks[0]?.id}`)).json()).toMatchObject({ locks: [{ path: 'a' }] });
    expect((await locks('?path=none')).json()).toEqual({ locks: [] });
    expect((await locks('', '')).status).toBe(401);
    const verified = await ask('ada/api.git/info/lfs/locks/verify', { token: TOKENS.root, body: { limit: 2 } });
    expect(verified.json()).toMatchObject({ ours: [], theirs: [{ path: 'a' }, { path: 'b' }], next_cursor: first.next_cursor });
  });

  test('a file that no repository has any more is removed at the next start', async () => {
    const kept = async () =>
      (await readdir(join(bench.folder, 'forge', 'lfs', 'objects'), { recursive: true })).filter((name) => name.length > 60);
    const own = Buffer.from('of one repository alone');
    await bench.as(TOKENS.ada).createRepository({ name: 'gone', auto_init: true });
    for (const one of [own, bytes]) expect((await upload('ada/gone', one, TOKENS.ada)).status).toBe(200);
    await bench.as(TOKENS.ada).call(repoDelete, { owner: 'ada', repo: 'gone' });
    expect((await kept()).some((name) => name.endsWith(oidOf(own)))).toBe(true);
    await bench.restart();
    await eventually(kept, (names) => !names.some((name) => name.endsWith(oidOf(own))));
    expect((await download('ada/api', oid, TOKENS.ada)).text).toBe(bytes.toString());
  });
});
