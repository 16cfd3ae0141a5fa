import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import {
  repoCreateBranchProtection,
  repoCreateKey,
  repoDeleteKey,
  repoEdit,
  repoEditBranchProtection,
  repoListBranches,
  userCurrentDeleteKey,
  userCurrentPostKey,
} from '@mosaic/contracts/gitea';
import { eventData, refUpdated } from '@mosaic/contracts/mosaic';

import { TOKENS, commit, eventually, runGit, startForge, type ForgeHarness } from './harness.ts';
import { sshClient, type SshClient } from './ssh-client.ts';

let bench: ForgeHarness;
/** Ada's key, Eve's, and one that nobody has added. */
let ada: SshClient;
let eve: SshClient;
let unknown: SshClient;
let keyId = 0;
const port = () => bench.sshPort;

beforeAll(async () => {
  bench = await startForge();
  [ada, eve, unknown] = await Promise.all([sshClient(port), sshClient(port, ['ecdsa', '384']), sshClient(port, ['rsa', '3072'])]);
  keyId = (await addKey(TOKENS.ada, ada)).id;
  await addKey(TOKENS.eve, eve);
});
afterAll(async () => {
  for (const one of [ada, eve, unknown]) await one[Symbol.asyncDispose]();
  await bench[Symbol.asyncDispose]();
});

const addKey = (token: string, { publicKey }: SshClient, title = 'laptop') =>
  bench.as(token).call(userCurrentPostKey, { body: { title, key: publicKey } });

/** A repository with a commit on main, pushed over HTTP, and its working folder, whose origin is its address by SSH. */
async function repository(name: string, files?: Record<string, string>): Promise<string> {
  const work = await bench.workspace(`ada/${name}`, TOKENS.ada, files);
  await runGit(['push', '-q', 'origin', 'main'], { cwd: work });
  await runGit(['remote', 'set-url', 'origin', ada.url(`ada/${name}`)], { cwd: work });
  return work;
}

const branches = async (name: string) =>
  (await bench.as(TOKENS.ada).callPage(repoListBranches, { owner: 'ada', repo: name })).items.map((branch) => branch.name);

describe('with a key of one’s own', () => {
  test('one is greeted, and finds when the key was used', async () => {
    const { code, stdout } = await ada.ssh(['-T', 'git@127.0.0.1']);
    expect([code, stdout]).toEqual([
      0,
      "Hi there, ada! You've successfully authenticated with the key named laptop, but MosAIc does not provide shell access.\n",
    ]);
    const used = () => bench.store.rows('select used_at from ssh_keys where id = ?', keyId);
    await eventually(used, ([row]) => row?.['used_at'] !== null);
  });

  test.each([
    ['full'],
    ['shallow', '--depth=1'],
    ['partial', '--filter=blob:none'],
    ['old', '-c', 'protocol.version=0'],
    ['older', '-c', 'protocol.version=1'],
  ])('one clones and fetches: %s', async (name, ...flags) => {
    const repo = `clone-${name}`;
    const work = await repository(repo, { 'a.txt': 'a\n' });
    for (let round = 0; round < 3; round += 1) await commit(work, { 'a.txt': `${round}\n` });
    await ada.git(['push', '-q', 'origin', 'main'], work);
    const target = join(bench.folder, repo);
    await ada.git(['clone', '-q', ...flags, ada.url(`ada/${repo}`), target]);
    expect(await ada.git(['show', 'HEAD:a.txt'], target)).toBe('2\n');
    const next = await commit(work, { 'a.txt': 'next\n' });
    await ada.git(['push', '-q', 'origin', 'main'], work);
    await ada.git([...flags.filter((flag) => !flag.startsWith('--')), 'fetch', '-q'], target);
    expect((await runGit(['rev-parse', 'origin/main'], { cwd: target })).trim()).toBe(next);
    if (name === 'shallow') expect((await runGit(['rev-list', '--count', 'HEAD'], { cwd: target })).trim()).toBe('1');
  });

  test('a push is told of, settled and answered as over HTTP', async () => {
    const work = await repository('pushed', {
      '.mosaic.yaml': 'deploy:\n  - { name: production, when: { branch: main }, target: site, artifact: site }\n',
    });
    const id = await commit(work, { 'b.txt': 'b\n' });
    const said = await ada.git(['push', '-o', 'ci.skip', 'origin', 'main', 'main:side'], work);
    expect(said).toContain('remote: Journey: http://localhost:8080/-/journeys/');
    expect(said).toContain('remote: Site:    http://pushed.localhost:8080');
    expect(said).toContain('remote: No push option is known here: "ci.skip" did nothing.');
    const told = (await bench.events()).filter(({ type, subject }) => type === refUpdated.type && subject === 'ada/pushed').slice(-2);
    expect(told.map((event) => [event.actor, eventData(refUpdated, event).ref, eventData(refUpdated, event).after])).toEqual([
      ['ada', 'refs/heads/main', id],
      ['ada', 'refs/heads/side', id],
    ]);
    expect(await bench.store.rows("select state from pushes where state <> 'settled'")).toEqual([]);
    expect(await ada.git(['push', 'origin', 'main'], work)).toContain('Everything up-to-date');
  });

  test('what is against the rules is refused with its reason, with a pack and without', async () => {
    const work = await repository('rules');
    await ada.git(['push', '-q', 'origin', 'main:side'], work);
    await expect(ada.git(['push', 'origin', ':main'], work)).rejects.toThrow(/main is the default branch/);
    await commit(work, { 'c.txt': 'c\n' });
    await expect(ada.git(['push', 'origin', 'main:refs/pull/1/head'], work)).rejects.toThrow(/belongs to the server/);
    await ada.git(['push', '-q', 'origin', ':side'], work);
    expect(await branches('rules')).toEqual(['main']);
    await bench.as(TOKENS.ada).call(repoEdit, { owner: 'ada', repo: 'rules', body: { archived: true } });
    await expect(ada.git(['push', 'origin', 'main'], work)).rejects.toThrow(/ada\/rules is archived and takes no pushes/);
  });

  test('a first push makes a private repository under one’s own name alone', async () => {
    const work = await bench.workspace('ada/fresh', TOKENS.ada);
    await runGit(['remote', 'set-url', 'origin', ada.url('ada/fresh')], { cwd: work });
    await ada.git(['push', '-q', 'origin', 'main'], work);
    expect(await bench.as(TOKENS.ada).getRepository('ada', 'fresh')).toMatchObject({ private: true, empty: false });
    await runGit(['remote', 'set-url', 'origin', ada.url('bob/fresh')], { cwd: work });
    await expect(ada.git(['push', 'origin', 'main'], work)).rejects.toThrow(/Repository not found/);
  });

  test('a pack of many windows arrives whole, both ways', async () => {
    const noise = Array.from({ length: 1_500_000 }, (_, index) => ((index * 2_654_435_761) % 4_294_967_291).toString(36)).join('');
    const work = await repository('large');
    await commit(work, { 'noise.txt': noise });
    await ada.git(['push', '-q', 'origin', 'main'], work);
    const target = join(bench.folder, 'large-clone');
    await ada.git(['clone', '-q', ada.url('ada/large'), target]);
    await runGit(['fsck', '--full'], { cwd: target });
    expect((await stat(join(target, 'noise.txt'))).size).toBe(noise.length);
  });

  test('a tree comes as an archive', async () => {
    await repository('archived', { 'd.txt': 'd\n' });
    const listed = await ada.git(['archive', `--remote=${ada.url('ada/archived')}`, '--format=tar', 'main', 'd.txt']);
    expect(listed).toContain('d.txt');
    await expect(eve.git(['archive', `--remote=${eve.url('ada/archived')}`, 'main'])).rejects.toThrow(/Repository not found/);
  });

  test('the API names the address that git clones', async () => {
    const found = await bench.as(TOKENS.ada).createRepository({ name: 'named', auto_init: true });
    expect(found.ssh_url).toBe(`ssh://git@localhost:${bench.sshPort}/ada/named.git`);
    await ada.git(['ls-remote', found.ssh_url.replace('localhost', '127.0.0.1')]);
  });
});

describe('who may not', () => {
  test('a key that nobody has added, and another name than git', async () => {
    for (const refused of [unknown.ssh(['-T', 'git@127.0.0.1']), ada.ssh(['-T', 'root@127.0.0.1'])])
      expect(await refused).toMatchObject({ code: 255, stderr: expect.stringContaining('Permission denied (publickey)') });
    await addKey(TOKENS.bob, unknown);
    expect((await unknown.ssh(['-T', 'git@127.0.0.1'])).stdout).toContain('Hi there, bob!');
  });

  test('a stranger finds a private repository as little as one that is not there, and pushes to no public one', async () => {
    const work = await repository('hidden');
    const hidden = await eve.ssh(['git@127.0.0.1', "git-upload-pack 'ada/hidden.git'"]);
    const missing = await eve.ssh(['git@127.0.0.1', "git-upload-pack 'ada/nothing.git'"]);
    expect([hidden, hidden]).toEqual([missing, { code: 1, stdout: '', stderr: 'Repository not found\n' }]);
    await expect(eve.git(['push', eve.url('ada/hidden'), 'main'], work)).rejects.toThrow(/Repository not found/);
    await bench.as(TOKENS.ada).call(repoEdit, { owner: 'ada', repo: 'hidden', body: { private: false } });
    await eve.git(['ls-remote', eve.url('ada/hidden')]);
    await expect(eve.git(['push', eve.url('ada/hidden'), 'main:x'], work)).rejects.toThrow(/You may see ada\/hidden, but not push to it/);
    expect(await branches('hidden')).toEqual(['main']);
  });

  test('a key that is taken away opens nothing, on a connection that stands neither', async () => {
    await repository('revoked');
    await using gone = await sshClient(port);
    const { id } = await addKey(TOKENS.ada, gone, 'gone');
    const control = ['-o', `ControlPath=${join(gone.folder, 'control')}`];
    const list = [...control, 'git@127.0.0.1', "git-upload-pack 'ada/revoked.git'"];
    await gone.ssh([...control, '-o', 'ControlMaster=yes', '-o', 'ControlPersist=60', '-N', '-f', 'git@127.0.0.1']);
    try {
      expect(await gone.ssh(list, '0000')).toMatchObject({ code: 0 });
      await bench.as(TOKENS.ada).call(userCurrentDeleteKey, { id });
      expect(await gone.ssh(list, '0000')).toMatchObject({ code: 1, stderr: 'This key opens nothing any more.\n' });
    } finally {
      await gone.ssh([...control, '-O', 'exit', 'git@127.0.0.1']);
    }
    expect(await gone.ssh(list)).toMatchObject({ code: 255, stderr: expect.stringContaining('Permission denied') });
  });
});

test('a deploy key opens its repository, pushes where it may, and greets as one', async () => {
  const work = await repository('deployed');
  await repository('other');
  await using reads = await sshClient(port);
  await using writes = await sshClient(port);
  const at = { owner: 'ada', repo: 'deployed' };
  await bench.as(TOKENS.ada).call(repoCreateKey, { ...at, body: { title: 'reader', key: reads.publicKey, read_only: true } });
  const made = await bench
    .as(TOKENS.ada)
    .call(repoCreateKey, { ...at, body: { title: 'writer', key: writes.publicKey, read_only: false } });
  expect((await reads.ssh(['-T', 'git@127.0.0.1'])).stdout).toContain(
    "Hi there! You've successfully authenticated with the deploy key named",
  );
  await reads.git(['clone', '-q', reads.url('ada/deployed'), join(bench.folder, 'deployed-clone')]);
  await expect(reads.git(['push', reads.url('ada/deployed'), 'main:x'], work)).rejects.toThrow(
    /The deploy key "reader" may read ada\/deployed, but not push to it/,
  );
  await writes.git(['push', '-q', writes.url('ada/deployed'), 'main:x'], work);
  expect(await branches('deployed')).toEqual(['main', 'x']);
  // Not a public one either, which anybody may read.
  await bench.as(TOKENS.ada).call(repoEdit, { owner: 'ada', repo: 'other', body: { private: false } });
  for (const client of [reads, writes]) await expect(client.git(['ls-remote', client.url('ada/other')])).rejects.toThrow(/not found/);
  await bench.as(TOKENS.ada).call(repoDeleteKey, { ...at, id: made.id });
  await expect(writes.git(['ls-remote', writes.url('ada/deployed')])).rejects.toThrow(/Permission denied/);
});

test('a protected branch is kept at this door too, and a key of the repository is not its owner', async () => {
  const work = await repository('guarded');
  const at = { owner: 'ada', repo: 'guarded' };
  await using robot = await sshClient(port);
  await bench.as(TOKENS.ada).call(repoCreateKey, { ...at, body: { title: 'robot', key: robot.publicKey, read_only: false } });
  const list = { enable_push: true, enable_push_whitelist: true, push_whitelist_usernames: ['ada'] };
  await bench.as(TOKENS.ada).call(repoCreateBranchProtection, { ...at, body: { rule_name: 'main', ...list } });
  await commit(work, { 'a.txt': 'a' });
  await expect(robot.git(['push', '-q', robot.url('ada/guarded'), 'main'], work)).rejects.toThrow(
    /Not allowed to push to protected branch main/,
  );
  await bench.as(TOKENS.ada).call(repoEditBranchProtection, { ...at, name: 'main', body: { push_whitelist_deploy_keys: true } });
  await robot.git(['push', '-q', robot.url('ada/guarded'), 'main'], work);
  await commit(work, { 'b.txt': 'b' });
  await bench.as(TOKENS.ada).call(repoEditBranchProtection, { ...at, name: 'main', body: { push_whitelist_usernames: ['bob'] } });
  await expect(ada.git(['push', '-q', 'origin', 'main'], work)).rejects.toThrow(/Not allowed to push to protected branch main/);
  await bench.as(TOKENS.ada).call(repoEditBranchProtection, { ...at, name: 'main', body: { push_whitelist_usernames: ['ada'] } });
  await runGit(['commit', '-q', '--amend', '-m', 'again'], { cwd: work });
  await ada.git(['push', '-q', 'origin', 'main'], work);
  await runGit(['commit', '-q', '--amend', '-m', 'once more'], { cwd: work });
  await expect(ada.git(['push', '-q', '--force', 'origin', 'main'], work)).rejects.toThrow(/branch main is protected from force push/);
});

describe('what is no command of git', () => {
  test.each([
    ['a terminal', ['-tt', 'git@127.0.0.1'], 255, /PTY allocation request failed/],
    ['a program', ['git@127.0.0.1', 'id'], 1, /^"id" is not served here: this door takes git's own commands alone/],
    ['LFS over SSH alone', ['git@127.0.0.1', 'git-lfs-transfer ada/lib upload'], 1, /^Large files go over HTTP here/],
    ['a subsystem', ['-s', 'git@127.0.0.1', 'sftp'], 255, /subsystem request failed/],
    ['a path', ['git@127.0.0.1', "git-upload-pack '/etc'"], 1, /^Repository not found/],
    ['a forwarded port', ['-W', '127.0.0.1:22', 'git@127.0.0.1'], 255, /administratively prohibited|stdio forwarding failed/],
    [
      'a port here',
      ['-T', '-o', 'ExitOnForwardFailure=yes', '-R', '0:127.0.0.1:22', 'git@127.0.0.1'],
      255,
      /remote port forwarding failed/,
    ],
  ])('%s is refused in words', async (_what, args, code, words) => {
    const said = await ada.ssh(args);
    expect(said.stderr).toMatch(words);
    expect(said.code).toBe(code);
  });
});

test('the host key is for its owner alone, and stays through a restart', async () => {
  const folder = join(bench.folder, 'forge', 'ssh');
  expect(await readdir(folder)).toEqual(['host_ed25519']);
  expect([(await stat(folder)).mode & 0o777, (await stat(join(folder, 'host_ed25519'))).mode & 0o777]).toEqual([0o700, 0o600]);
  // A line for each port that the door had.
  const seen = async () => (await readFile(join(ada.folder, 'known_hosts'), 'utf8')).trim().split('\n');
  const keysOf = (lines: string[]) => new Set(lines.map((line) => line.split(' ').slice(1).join(' ')));
  const before = await seen();
  await bench.restart();
  expect((await ada.ssh(['-T', 'git@127.0.0.1'])).stdout).toContain('Hi there, ada!');
  const after = await seen();
  expect([after.length, keysOf(after)]).toEqual([before.length + 1, keysOf(before)]);
});
