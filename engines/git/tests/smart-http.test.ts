import { once } from 'node:events';
import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';

import {
  FLUSH_PKT,
  ZERO_ID,
  advertiseV2,
  commitFiles,
  encodePkt,
  endOrphans,
  readPushRequest,
  receivePack,
  reflogEntries,
  refMoved,
  requestBody,
  resolveCommit,
  run,
  stream,
  uploadPack,
  type ReportStatus,
} from '@mosaic/engines/git';
import { describe, expect, it } from 'vitest';

import { ADA, GitFixture } from './git-fixture.ts';
import { GitServer } from './git-server.ts';

/** A user's working copy with one commit on main. */
async function workingCopy(fixture: GitFixture, name = 'work'): Promise<string> {
  const folder = join(fixture.folder, name);
  await fixture.git(['init', '-q', folder]);
  await writeFile(join(folder, 'README.md'), 'hello\n');
  await fixture.git(['add', '.'], { cwd: folder });
  await fixture.git(['commit', '-qm', 'first'], { cwd: folder });
  return folder;
}

it('advertises protocol v2 as the installed git does', async () => {
  await using fixture = await GitFixture.create();
  const { stdout } = await run(['upload-pack', '--stateless-rpc', '--http-backend-info-refs', fixture.repository.gitDir], {
    env: { GIT_PROTOCOL: 'version=2' },
  });
  const comparable = (bytes: Buffer) =>
    bytes
      .toString()
      .replace(/[0-9a-f]{4}agent=[^\n]*\n/, 'AGENT')
      .replace('0010object-info\n', '');
  expect(comparable(advertiseV2('sha1'))).toBe(comparable(stdout));
});

describe('stock git', () => {
  it('pushes, sees the report only after settling, and reads remote lines', async () => {
    await using fixture = await GitFixture.create();
    await using server = await GitServer.create(fixture.repository);
    const work = await workingCopy(fixture);
    let release = (): void => {};
    const settling = new Promise<ReportStatus | null>((resolve) => {
      server.hooks.settle = async (report) => {
        resolve(report);
        await new Promise<void>((go) => (release = go));
        return { remoteLines: ['Journey: http://localhost:8080/x'] };
      };
    });
    let finished = false;
    const push = fixture.git(['push', '-o', 'a=b', server.url, 'HEAD:refs/heads/main'], { cwd: work }).finally(() => (finished = true));
    let options: readonly string[] = [];
    server.hooks.onPush = (request) => (options = request.options);
    expect(await settling).toEqual({ unpack: 'ok', refs: [{ ref: 'refs/heads/main', refused: null }] });
    const head = await resolveCommit(fixture.repository, 'main');
    expect(head).toMatch(/^[0-9a-f]{40}$/);
    expect(finished).toBe(false);
    release();
    expect((await push).stderr).toContain('remote: Journey: http://localhost:8080/x');
    expect(options).toEqual(['a=b']);
    expect(await reflogEntries(fixture.repository, 'refs/heads/main')).toMatchObject([
      { oldId: ZERO_ID, newId: head, email: 'push-1@mosaic.invalid' },
    ]);
    expect(await refMoved(fixture.repository, { ref: 'refs/heads/main', oldId: ZERO_ID, newId: head ?? '' }, 'push-1@mosaic.invalid')).toBe(
      'moved',
    );
  });

  it('hears of a damaged repository without a folder of the server', async () => {
    await using fixture = await GitFixture.create();
    const work = await workingCopy(fixture);
    // Behind a link, and of a length with which git cuts the path into two packets.
    const held = join(fixture.folder, `a folder with a long name ${'x'.repeat(60)}`);
    await mkdir(held);
    await rename(fixture.repository.gitDir, join(held, 'bare.git'));
    await symlink(join(held, 'bare.git'), fixture.repository.gitDir);
    await using server = await GitServer.create(fixture.repository);
    await fixture.git(['push', server.url, 'HEAD:refs/heads/main'], { cwd: work });
    const tree = (await fixture.git(['rev-parse', 'HEAD^{tree}'], { cwd: work })).stdout.trim();
    const object = join(fixture.repository.gitDir, 'objects', tree.slice(0, 2), tree.slice(2));
    await rm(object);
    await writeFile(object, '');
    await fixture.git(['commit', '--allow-empty', '-qm', 'second'], { cwd: work });
    const words = (args: string[]) =>
      fixture.git(args, { cwd: work }).then(
        () => 'no fault',
        ({ stderr }: { stderr: string }) => stderr,
      );
    const told = [
      await words(['push', server.url, 'HEAD:refs/heads/other']),
      await words(['clone', '-q', server.url, 'v2']),
      await words(['-c', 'protocol.version=0', 'clone', '-q', server.url, 'v0']),
    ];
    for (const each of told) {
      expect(each).toMatch(/remote: (error|fatal): .*(is empty|is corrupt)/);
      expect(each).not.toMatch(/remote: .*(folder with|xxx|mosaic-git-|bare[.]git)/);
    }
  });

  it('clones: full, shallow, partial, by protocol 0 and 2, and fetches a commit by id', async () => {
    await using fixture = await GitFixture.create();
    await using server = await GitServer.create(fixture.repository);
    for (let number = 0; number < 3; number++) await fixture.commit(`commit ${number}`, { [`f${number}`]: 'x'.repeat(1000) });
    const count = async (name: string) =>
      (await fixture.git(['rev-list', '--count', 'HEAD'], { cwd: join(fixture.folder, name) })).stdout.trim();
    await fixture.git(['clone', '-q', server.url, 'full']);
    await fixture.git(['-c', 'protocol.version=0', 'clone', '-q', server.url, 'v0']);
    await fixture.git(['clone', '-q', '--depth=1', server.url, 'shallow']);
    await fixture.git(['clone', '-q', '--filter=blob:none', '--no-checkout', server.url, 'partial']);
    expect(await Promise.all(['full', 'v0', 'shallow', 'partial'].map(count))).toEqual(['3', '3', '1', '3']);
    const missing = await fixture.git(['rev-list', '--objects', '--missing=print', 'HEAD'], { cwd: join(fixture.folder, 'partial') });
    expect(missing.stdout).toContain('?');
    await fixture.git(['checkout', '-q', 'main'], { cwd: join(fixture.folder, 'partial') });
    await fixture.git(['fetch', '-q', '--unshallow'], { cwd: join(fixture.folder, 'shallow') });
    expect(await count('shallow')).toBe('3');
    await fixture.git(['init', '-q', 'by-id']);
    const old = (await fixture.git(['rev-parse', 'HEAD~1'], { cwd: join(fixture.folder, 'full') })).stdout.trim();
    await fixture.git(['fetch', '-q', '--depth=1', server.url, old], { cwd: join(fixture.folder, 'by-id') });
    expect(new Set(server.requests.map(({ protocol }) => protocol))).toEqual(new Set(['version=2', undefined]));
    expect(server.faults).toEqual([]);
  });

  it('sends gzip bodies, large packs in chunks, many refs, deletions and forced updates', async () => {
    await using fixture = await GitFixture.create();
    await using server = await GitServer.create(fixture.repository);
    const work = await workingCopy(fixture);
    await writeFile(join(work, 'big'), randomBytes(5_000_000));
    await fixture.git(['add', '.'], { cwd: work });
    await fixture.git(['commit', '-qm', 'big'], { cwd: work });
    for (let number = 0; number < 60; number++)
      await fixture.git(['update-ref', `refs/heads/b${number}`, number % 2 === 0 ? 'HEAD' : 'HEAD~1'], { cwd: work });
    await fixture.git(['push', '-q', server.url, 'refs/heads/*:refs/heads/*'], { cwd: work });
    await fixture.git(['push', '-q', server.url, ':refs/heads/b1', '+HEAD~1:refs/heads/main'], { cwd: work });
    expect(await resolveCommit(fixture.repository, 'b1')).toBeNull();
    await fixture.git(['-c', 'protocol.version=0', 'clone', '-q', server.url, 'copy']);
    for (let number = 0; number < 40; number++)
      await fixture.git(['commit', '-q', '--allow-empty', '-m', `n${number}`], { cwd: join(fixture.folder, 'copy') });
    await fixture.commit('theirs', { t: '1' });
    await fixture.git(['-c', 'protocol.version=0', 'fetch', '-q'], { cwd: join(fixture.folder, 'copy') });
    expect(server.requests.some(({ encoding }) => encoding === 'gzip')).toBe(true);
    expect(server.faults).toEqual([]);
  });

  it('is told why: refused refs, packs above the limit, dangerous trees', async () => {
    await using fixture = await GitFixture.create();
    await using server = await GitServer.create(fixture.repository);
    const work = await workingCopy(fixture);
    const push = () =>
      fixture.git(['push', server.url, 'HEAD:refs/heads/main'], { cwd: work }).then(
        () => '',
        (error: { stderr: string }) => error.stderr,
      );
    server.hooks.refuse = () => 'branch main is protected';
    expect(await push()).toMatch(/remote: Nothing was changed\.[^]*! \[remote rejected\] HEAD -> main \(branch main is protected\)/);
    await writeFile(join(work, 'big'), randomBytes(3_000_000));
    await fixture.git(['add', '.'], { cwd: work });
    await fixture.git(['commit', '-qm', 'big'], { cwd: work });
    const reports: (ReportStatus | null)[] = [];
    server.hooks = { maxPackBytes: 1_000_000, settle: async (report) => (reports.push(report), {}) };
    expect(await push()).toMatch(/exceeds maximum allowed size|unpack/);
    expect(reports).toHaveLength(1);
    expect(reports[0]?.refs[0]?.refused).toBeTruthy();
    expect(await resolveCommit(fixture.repository, 'main')).toBeNull();
    const tree = await run(['mktree'], {
      gitDir: join(work, '.git'),
      input: `100644 blob ${(await fixture.git(['rev-parse', 'HEAD:README.md'], { cwd: work })).stdout.trim()}\t.git\n`,
    });
    const { stdout } = await fixture.git(['commit-tree', tree.stdout.toString().trim(), '-m', 'evil'], { cwd: work });
    await fixture.git(['update-ref', 'HEAD', stdout.trim()], { cwd: work });
    expect(await push()).toMatch(/hasDotgit|unpacker error|unpack/);
    expect(await resolveCommit(fixture.repository, 'main')).toBeNull();
    expect((await readdir(join(fixture.repository.gitDir, 'objects'))).filter((name) => name.startsWith('tmp_'))).toEqual([]);
  });
});

describe('a push that goes wrong', () => {
  it('settles once and keeps nothing when the client leaves in the middle', async () => {
    await using fixture = await GitFixture.create();
    await using server = await GitServer.create(fixture.repository);
    const settled = new Promise<ReportStatus | null>((resolve) => (server.hooks.settle = async (report) => (resolve(report), {})));
    const request = httpRequest(`${server.url}/git-receive-pack`, { method: 'POST' });
    request.on('error', () => {});
    request.write(
      Buffer.concat([
        encodePkt(`${ZERO_ID} ${'a'.repeat(40)} refs/heads/main\0report-status side-band-64k`),
        FLUSH_PKT,
        Buffer.from('PACK\0\0\0\u0002\0\0\0\u0009'),
      ]),
    );
    await expect.poll(() => server.requests.length).toBe(1);
    request.destroy();
    const report = await settled;
    expect(report === null || report.unpack !== 'ok').toBe(true);
    expect(await resolveCommit(fixture.repository, 'main')).toBeNull();
  });

  it('completes without the client once the pack has arrived', async () => {
    await using fixture = await GitFixture.create();
    const commit = await fixture.commit('1', { a: '1' });
    const body = new PassThrough();
    body.end(Buffer.concat([encodePkt(`${commit} ${ZERO_ID} refs/heads/main\0report-status delete-refs side-band-64k`), FLUSH_PKT]));
    const out = new PassThrough();
    out.destroy();
    const reports: (ReportStatus | null)[] = [];
    const outcome = await receivePack(fixture.repository, await readPushRequest(body), out, {
      settle: async (report) => (reports.push(report), {}),
    });
    expect(outcome).toMatchObject({ exit: { exitCode: 0 }, bodyError: null });
    expect(reports).toEqual([{ unpack: 'ok', refs: [{ ref: 'refs/heads/main', refused: null }] }]);
  });

  it('gives no report when it cannot be settled', async () => {
    await using fixture = await GitFixture.create();
    await using server = await GitServer.create(fixture.repository);
    const work = await workingCopy(fixture);
    server.hooks.settle = () => Promise.reject(new Error('database gone'));
    const push = fixture.git(['push', server.url, 'HEAD:refs/heads/main'], { cwd: work });
    await expect(push).rejects.toMatchObject({ stderr: expect.not.stringContaining('new branch') });
    expect(server.faults).toMatchObject([{ message: 'database gone' }]);
  });

  it('is ended at the next start when it outlives the server', async () => {
    await using fixture = await GitFixture.create();
    const orphan = stream(['receive-pack', '--stateless-rpc', fixture.repository.gitDir]);
    await expect.poll(() => endOrphans(fixture.folder)).toBe(1);
    await orphan.done;
    const other = stream(['cat-file', '--batch'], { gitDir: fixture.repository.gitDir });
    await expect.poll(() => endOrphans(fixture.folder)).toBe(1);
    expect((await other.done).exitCode).toBeNull();
    expect(await endOrphans(fixture.folder)).toBe(0);
  });
});

describe('request bodies', () => {
  const collect = async (body: AsyncIterable<unknown>) => {
    let size = 0;
    for await (const chunk of body) size += (chunk as Buffer).length;
    return size;
  };
  const source = (...chunks: Buffer[]) => {
    const stream = new PassThrough();
    for (const chunk of chunks) stream.write(chunk);
    stream.end();
    return stream;
  };

  it('are unpacked and bounded by their unpacked size', async () => {
    const bomb = gzipSync(Buffer.alloc(1_000_000));
    expect(await collect(requestBody(source(bomb), 'gzip', 1_000_000))).toBe(1_000_000);
    await expect(collect(requestBody(source(bomb), 'x-gzip', 999_999))).rejects.toMatchObject({ code: 'too_large' });
    await expect(collect(requestBody(source(Buffer.from('plain')), 'gzip', 10))).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await collect(requestBody(source(Buffer.from('plain')), undefined, 10))).toBe(5);
    expect(() => requestBody(source(), 'br', 10)).toThrow(/encoded as "br"/);
  });

  it('fail when they are cut off', async () => {
    const body = new PassThrough();
    const limited = requestBody(body, undefined, 100);
    body.write('abc');
    body.destroy();
    await once(body, 'close');
    await expect(collect(limited)).rejects.toMatchObject({ code: 'invalid_input' });
  });
});

describe('back-pressure', () => {
  /** Takes bytes only when told to. */
  class Slow extends Writable {
    size = 0;
    #go: (() => void) | null = null;
    #open = false;

    override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
      this.size += chunk.length;
      if (this.#open) done();
      else this.#go = done;
    }

    release(): void {
      this.#open = true;
      this.#go?.();
    }
  }
  const turns = async () => {
    for (let turn = 0; turn < 500; turn++) await new Promise((resolve) => setImmediate(resolve));
  };

  it('a small fetch is answered in one write', async () => {
    await using fixture = await GitFixture.create();
    const commitId = await fixture.commit('first', { 'README.md': 'hello\n' });
    const words = ['command=fetch', 'object-format=sha1'].map((line) => encodePkt(`${line}\n`));
    const wants = [`want ${commitId}`, 'done'].map((line) => encodePkt(`${line}\n`));
    const body = new PassThrough();
    body.end(Buffer.concat([...words, Buffer.from('0001'), ...wants, FLUSH_PKT]));
    const writes: string[] = [];
    const out = new Writable({
      write(chunk: Buffer, _encoding, done) {
        writes.push(chunk.toString('latin1'));
        done();
      },
    });
    await uploadPack(fixture.repository, body, out, { gitProtocol: 'version=2' });
    expect(writes).toEqual([expect.stringMatching(/packfile[^]*PACK[^]*0000$/)]);
  });

  it('a slow reader of a clone stops git, not the memory', async () => {
    await using fixture = await GitFixture.create();
    const content = randomBytes(6_000_000);
    const { commitId } = await commitFiles(fixture.repository, {
      branch: 'main',
      files: [{ op: 'create', path: 'big', content }],
      message: 'big',
      author: ADA,
      committer: ADA,
    });
    const words = ['command=fetch', 'object-format=sha1'].map((line) => encodePkt(`${line}\n`));
    const wants = ['no-progress', `want ${commitId}`, 'done'].map((line) => encodePkt(`${line}\n`));
    const body = new PassThrough();
    body.end(Buffer.concat([...words, Buffer.from('0001'), ...wants, FLUSH_PKT]));
    const out = new Slow();
    const served = uploadPack(fixture.repository, body, out, { gitProtocol: 'version=2' });
    await expect.poll(() => out.size).toBeGreaterThan(0);
    await turns();
    expect(out.size + out.writableLength).toBeLessThan(512 * 1024);
    out.release();
    expect(await served).toMatchObject({ clientLeft: false, exit: { exitCode: 0 } });
    expect(out.size).toBeGreaterThan(6_000_000);
  });

  it('a slow git stops the reading of a push', async () => {
    let pulled = 0;
    const chunk = Buffer.alloc(64 * 1024);
    const head = Buffer.concat([encodePkt(`${ZERO_ID} ${'a'.repeat(40)} refs/heads/main\0report-status`), FLUSH_PKT]);
    const chunks = function* () {
      yield head;
      for (; pulled < 200; pulled++) yield chunk;
    };
    const push = await readPushRequest(requestBody(Readable.from(chunks(), { objectMode: false }), undefined, 1e9));
    const git = new Slow();
    const fed = pipeline(push.rest, git);
    await turns();
    expect(pulled).toBeLessThan(10);
    git.release();
    await fed;
    expect(git.size).toBe(head.length + 200 * chunk.length);
  });
});
