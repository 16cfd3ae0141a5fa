import { chmod, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { repoGetAllCommits, repoGetContents, repoListBranches, repoSearch } from '@mosaic/contracts/gitea';

import { TOKENS, runGit, startForge, type ForgeHarness } from './harness.ts';

const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('what was pushed, read back', () => {
  let bench: ForgeHarness;
  beforeAll(async () => {
    bench = await startForge();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const get = (path: string, headers: Record<string, string> = {}) =>
    bench.send(TOKENS.ada)({ method: 'GET', path: `/api/v1/repos/ada/${path}`, headers });
  const post = (path: string, body: object, method: 'POST' | 'PUT' | 'DELETE' = 'POST') =>
    bench.send(TOKENS.ada)({ method, path: `/api/v1/repos/ada/${path}`, body });
  const repositoryOf = async (name: string) => (await bench.as(TOKENS.ada).getRepository('ada', name)) ?? { empty: undefined, id: 0 };

  /** A repository with one commit on main, and the folder it was pushed from. */
  async function pushed(
    name: string,
    files: Record<string, string | Buffer>,
  ): Promise<{ work: string; git: (...args: string[]) => Promise<string> }> {
    await bench.as(TOKENS.ada).createRepository({ name });
    const work = await bench.workspace(`ada/${name}`, TOKENS.ada, {});
    const git = (...args: string[]) => runGit(args, { cwd: work });
    for (const [path, content] of Object.entries(files)) {
      await mkdir(join(work, path, '..'), { recursive: true });
      await writeFile(join(work, path), content);
    }
    await git('add', '-A');
    await git('commit', '-q', '--amend', '-m', 'First');
    await git('push', '-q', 'origin', 'main');
    return { work, git };
  }

  it('sends a file whole, in part, or says that it is the same', async () => {
    const large = Buffer.alloc(3_000_000, '0123456789');
    await pushed('raw', { 'large.bin': Buffer.concat([large, Buffer.from([0])]), 'small.txt': '0123456789', 'page.html': '<script>' });
    const whole = await get('raw/raw/small.txt');
    const { etag = '' } = whole.headers;
    expect([whole.status, whole.headers['content-type'], whole.headers['accept-ranges']]).toEqual([
      200,
      'text/plain; charset=utf-8',
      'bytes',
    ]);
    expect(whole.headers['content-security-policy']).toContain('sandbox');
    expect(await whole.text()).toBe('0123456789');
    expect((await get('raw/raw/page.html')).headers['content-type']).toBe('text/plain; charset=utf-8');
    for (const same of [etag, `W/${etag}, "x"`, '*']) {
      const unchanged = await get('raw/raw/small.txt', { 'if-none-match': same });
      expect([unchanged.status, await unchanged.text()]).toEqual([304, '']);
    }
    expect((await get('raw/raw/small.txt', { 'if-none-match': '"x"' })).status).toBe(200);
    for (const [range, status, bytes, told] of [
      ['bytes=2-4', 206, '234', 'bytes 2-4/10'],
      ['bytes=7-', 206, '789', 'bytes 7-9/10'],
      ['bytes=-2', 206, '89', 'bytes 8-9/10'],
      ['bytes=5-99', 206, '56789', 'bytes 5-9/10'],
      ['bytes=10-', 416, '', 'bytes */10'],
      ['bytes=4-2', 200, '0123456789', undefined],
      ['bytes=0-1,3-4', 200, '0123456789', undefined],
      ['lines=1-2', 200, '0123456789', undefined],
    ] as const) {
      const part = await get('raw/raw/small.txt', { range });
      expect([range, part.status, await part.text(), part.headers['content-range']]).toEqual([range, status, bytes, told]);
    }
    expect((await get('raw/raw/small.txt', { range: 'bytes=2-4', 'if-range': '"old"' })).status).toBe(200);
    const part = await get('raw/raw/large.bin', { range: 'bytes=2999995-3000000' });
    expect([part.status, Buffer.from(await part.bytes()).toString('latin1')]).toEqual([206, '56789\0']);
    const head = await bench.send(TOKENS.ada)({ method: 'HEAD', path: '/api/v1/repos/ada/raw/raw/large.bin' });
    expect([head.status, head.headers['content-length']]).toEqual([200, '3000001']);
  });

  it('gives changes byte for byte, and bytes in addresses', async () => {
    const { work, git } = await pushed('latin', { 'a.txt': Buffer.from('Gr\xfc\xdfe\r\n', 'latin1') });
    await writeFile(join(work, 'a.txt'), Buffer.from('Gr\xfc\xdfe\r\n\xe4\n', 'latin1'));
    await writeFile(Buffer.concat([Buffer.from(`${work}/`), Buffer.from('caf\xe9', 'latin1')]), Buffer.from([0, 1, 255]));
    await git('add', '-A');
    await git('commit', '-qm', 'Second');
    await git('push', '-q', 'origin', 'main');
    const sha = (await git('rev-parse', 'HEAD')).trim();
    const want = await git('rev-parse', 'HEAD^{tree}');
    for (const [ending, how] of [
      ['diff', ['apply', '--index']],
      ['patch', ['am', '-q', '--keep-cr']],
    ] as const) {
      const change = await get(`latin/git/commits/${sha}.${ending}`);
      expect(change.headers['content-type']).toMatch(/^text\/plain/);
      await writeFile(`${work}.change`, await change.bytes());
      await git('reset', '-q', '--hard', 'HEAD~1');
      await git(...how, `${work}.change`);
      expect(await git('write-tree'), ending).toBe(want);
      await git('reset', '-q', '--hard', sha);
    }
    expect(await (await get(`latin/git/commits/${sha}.diff?binary=false`)).text()).toContain('Binary files ');
    const raw = await get('latin/raw/caf%E9');
    expect([raw.status, [...(await raw.bytes())]]).toEqual([200, [0, 1, 255]]);
    const entry = (await (await get('latin/contents/caf%E9')).json()) as { path: string; url: string };
    expect(entry).toMatchObject({ path: 'caf\udce9', url: 'http://localhost:8080/api/v1/repos/ada/latin/contents/caf%E9?ref=main' });
    // The client of the house speaks the same form.
    expect(await bench.as(TOKENS.ada).call(repoGetContents, { owner: 'ada', repo: 'latin', filepath: entry.path })).toMatchObject({
      path: entry.path,
    });
    expect(
      (await bench.as(TOKENS.ada).callPage(repoGetAllCommits, { owner: 'ada', repo: 'latin', query: { path: entry.path } })).items.map(
        (commit) => commit.sha,
      ),
    ).toEqual([sha]);
    expect((await get('latin/contents/caf%EA')).status).toBe(404);
    const gone = await post(
      'latin/contents/caf%E9',
      { sha: ((await (await get('latin/contents/caf%E9')).json()) as { sha: string }).sha },
      'DELETE',
    );
    expect(gone.status).toBe(200);
    const left = (await (await get('latin/contents')).json()) as { path: string }[];
    expect(left.map(({ path }) => path)).toEqual(['a.txt']);
  });

  it('a tree of 12,345 files has a last page', async () => {
    const files = Array.from({ length: 12_345 }, (_, index) => `${String(index).padStart(5, '0')}.txt`);
    const { git } = await pushed('wide', { 'dir/seed': 'x' });
    const blob = (await git('rev-parse', 'HEAD:dir/seed')).trim();
    await writeFile(join(bench.folder, 'index-info'), files.map((path) => `100644 ${blob}\tdir/${path}\n`).join(''));
    await git('rm', '-q', '--cached', 'dir/seed');
    await runGit(['-c', 'alias.fill=!git update-index --index-info < "$1" #', 'fill', join(bench.folder, 'index-info')], {
      cwd: (await git('rev-parse', '--show-toplevel')).trim(),
    });
    await git('commit', '-qm', 'Wide');
    await git('push', '-q', 'origin', 'main');
    const page = async (number: number) =>
      (await (await get(`wide/git/trees/main?recursive=1&page=${number}`)).json()) as {
        tree: { path: string; size: number }[];
        truncated: boolean;
        total_count: number;
      };
    const seen: string[] = [];
    for (let number = 1; ; number++) {
      const { tree, truncated, total_count: total } = await page(number);
      expect(total).toBe(12_346);
      seen.push(...tree.map(({ path }) => path));
      if (!truncated) break;
      expect(number).toBeLessThan(13);
    }
    expect(seen).toEqual(['dir', ...files.map((path) => `dir/${path}`)]);
    expect((await page(13)).tree.at(-1)).toMatchObject({ path: 'dir/12344.txt', size: 1 });
    expect((await page(14)).truncated).toBe(false);
  });

  it('asks the refs, not a flag, whether something is there', async () => {
    const ada = bench.as(TOKENS.ada);
    await ada.createRepository({ name: 'tags' });
    expect((await repositoryOf('tags')).empty).toBe(true);
    const work = await bench.workspace('ada/tags', TOKENS.ada, { 'a.txt': 'needle' });
    const git = (...args: string[]) => runGit(args, { cwd: work });
    await git('push', '-q', 'origin', 'HEAD:refs/tags/v1');
    expect((await repositoryOf('tags')).empty).toBe(false);
    const listed = (await ada.callPage(repoSearch, { query: { q: 'tags' } })).items.find(({ name }) => name === 'tags');
    expect(listed?.empty).toBe(false);
    // There is no default branch yet, and a tag to be read.
    expect((await ada.callPage(repoGetAllCommits, { owner: 'ada', repo: 'tags' })).items).toEqual([]);
    expect(await (await get('tags/contents')).json()).toEqual([]);
    expect((await ada.callPage(repoGetAllCommits, { owner: 'ada', repo: 'tags', query: { sha: 'v1' } })).items).toHaveLength(1);
    const search = await bench.send(TOKENS.ada)({ method: 'GET', path: '/-/repositories/ada/tags/search?q=needle' });
    expect(await search.json()).toEqual({ matches: [], truncated: false });
    // The first branch becomes the default one, though something was there before.
    await git('push', '-q', 'origin', 'HEAD:refs/heads/trunk');
    expect((await ada.getRepository('ada', 'tags'))?.default_branch).toBe('trunk');
    await git('push', '-q', 'origin', ':refs/tags/v1');
    expect((await repositoryOf('tags')).empty).toBe(false);
    await ada.createRepository({ name: 'again' });
    const again = `${bench.url.replace('//', `//${TOKENS.ada}@`)}/ada/again.git`;
    await git('push', '-q', again, 'HEAD:refs/tags/v1');
    await git('push', '-q', again, ':refs/tags/v1');
    expect((await repositoryOf('again')).empty).toBe(true);
    expect((await ada.callPage(repoSearch, { query: { q: 'again' } })).items.map(({ empty }) => empty)).toEqual([true]);
  });

  it('a branch must be there before something is written on it', async () => {
    await pushed('write', { 'a.txt': 'one' });
    const missing = await post('write/contents/new.txt', { content: base64('x'), branch: 'mian' });
    expect([missing.status, await missing.json()]).toMatchObject([404, { message: 'branch does not exist [name: mian]' }]);
    const file = (await (await get('write/contents/a.txt')).json()) as { sha: string };
    const table: [string, () => ReturnType<typeof post>, number][] = [
      [
        'update on a missing branch',
        () => post('write/contents/a.txt', { content: base64('x'), sha: file.sha, branch: 'mian' }, 'PUT'),
        404,
      ],
      ['delete on a missing branch', () => post('write/contents/a.txt', { sha: file.sha, branch: 'mian' }, 'DELETE'), 404],
      ['new branch from a missing one', () => post('write/contents/b.txt', { content: '', branch: 'mian', new_branch: 'x' }), 404],
      ['new branch that is there', () => post('write/contents/b.txt', { content: '', branch: 'main', new_branch: 'taken' }), 422],
      ['create what is there', () => post('write/contents/a.txt', { content: '' }), 422],
      ['create below a file', () => post('write/contents/a.txt/b', { content: '' }), 422],
      ['update with another sha', () => post('write/contents/a.txt', { content: '', sha: '0'.repeat(40) }, 'PUT'), 422],
      ['update what is not there', () => post('write/contents/nope', { content: '', sha: file.sha }, 'PUT'), 404],
      ['update without sha makes a file', () => post('write/contents/put.txt', { content: '' }, 'PUT'), 201],
      ['update without sha of what is there', () => post('write/contents/a.txt', { content: '' }, 'PUT'), 422],
      ['delete with another sha', () => post('write/contents/a.txt', { sha: '0'.repeat(40) }, 'DELETE'), 422],
      ['delete without sha', () => post('write/contents/a.txt', {}, 'DELETE'), 422],
      ['delete what is not there', () => post('write/contents/nope', { sha: file.sha }, 'DELETE'), 404],
      ['a message with NUL', () => post('write/contents/c.txt', { content: '', message: 'a\0b' }), 422],
      ['branch from a missing one', () => post('write/branches', { new_branch_name: 'x', old_branch_name: 'mian' }), 404],
      ['branch that is there', () => post('write/branches', { new_branch_name: 'taken' }), 409],
    ];
    expect((await post('write/branches', { new_branch_name: 'taken' })).status).toBe(201);
    for (const [name, ask, status] of table) {
      const answer = await ask();
      expect([name, answer.status]).toEqual([name, status]);
      await answer.discard();
    }
    const branches = (await bench.as(TOKENS.ada).callPage(repoListBranches, { owner: 'ada', repo: 'write' })).items.map(({ name }) => name);
    expect(branches).toEqual(['main', 'taken']);
  });

  it.each(['HEAD', '--x', '-x', 'refs/heads/x', 'a'.repeat(40), 'a..b', 'a b', '.a', 'a.lock'])(
    'nothing is made under the name %j',
    async (name) => {
      const { git } = await pushed(`names-${Buffer.from(name).toString('hex').slice(0, 40)}`, { 'a.txt': 'one' });
      const at = (await git('remote', 'get-url', 'origin')).trim().split('/').at(-1)?.replace('.git', '') ?? '';
      const status = async (path: string, body: object, method?: 'PUT') => (await post(path, body, method)).status;
      expect(await status(`${at}/branches`, { new_branch_name: name })).toBe(422);
      expect(await status(`${at}/contents/b.txt`, { content: '', new_branch: name })).toBe(422);
      const own = (path: string, body: object, method: 'PATCH' | 'POST') =>
        bench.send(TOKENS.ada)({ method, path: `/api/v1${path}`, body });
      expect((await own(`/repos/ada/${at}`, { default_branch: name }, 'PATCH')).status).toBe(422);
      expect((await own('/user/repos', { name: 'never', default_branch: name }, 'POST')).status).toBe(422);
      for (const kind of ['heads', 'tags'])
        await expect(git('push', 'origin', `HEAD:refs/${kind}/${name}`)).rejects.toThrow(/rejected|invalid|fatal/i);
      expect(
        (await bench.as(TOKENS.ada).callPage(repoListBranches, { owner: 'ada', repo: at })).items.map((branch) => branch.name),
      ).toEqual(['main']);
    },
  );

  it('a name as long as git takes it is read at every door', async () => {
    const name = ['a', 'b', 'c', 'ä'].map((letter) => letter.repeat(letter === 'ä' ? 100 : 240)).join('/');
    const { git } = await pushed('long', { 'a.txt': 'one' });
    await git('push', '-q', 'origin', `HEAD:refs/heads/${name}`, `HEAD:refs/tags/${name}`);
    const ref = encodeURIComponent(name);
    for (const path of [
      `branches/${name}`,
      `branches/${ref}`,
      `tags/${name}`,
      `git/refs/heads/${name}`,
      `git/commits/${ref}`,
      `git/trees/${ref}`,
      `contents?ref=${ref}`,
      `raw/a.txt?ref=refs/tags/${ref}`,
      `commits?sha=${ref}`,
      `commits/${ref}/status`,
      `compare/main...refs/tags/${name}`,
    ])
      expect([path, (await get(`long/${encodeURI(path).replaceAll('%25', '%')}`)).status]).toEqual([path, 200]);
    expect((await post('long/contents/b.txt', { content: '', branch: name })).status).toBe(201);
  });

  it('what is too long to be shown is told so', async () => {
    const { git, work } = await pushed('cut', { 'big.txt': Buffer.alloc(10 * 1024 * 1024 + 1, 'line\n') });
    const entry = (await (await get('cut/contents/big.txt')).json()) as { size: number; content: null; sha: string };
    expect(entry).toMatchObject({ size: 10 * 1024 * 1024 + 1, content: null, encoding: null });
    expect(await (await get(`cut/git/blobs/${entry.sha}`)).json()).toMatchObject({ size: entry.size, content: null, encoding: null });
    await git('branch', 'base');
    await writeFile(join(work, 'big.txt'), Buffer.alloc(3 * 1024 * 1024, 'other\n'));
    await writeFile(join(work, 'message'), `subject\n\n${'x'.repeat(5 * 1024 * 1024)}`);
    await git('commit', '-q', '-F', join(work, 'message'), 'big.txt');
    await git('push', '-q', 'origin', 'base', 'main');
    expect(await (await get('cut/compare/base...main')).json()).toMatchObject({ total_commits: 1, diff_truncated: true });
    const [commit] = (await (await get('cut/commits')).json()) as { truncated?: boolean; commit: { message: string } }[];
    expect([commit?.truncated, commit?.commit.message.startsWith('subject\n')]).toEqual([true, true]);
    expect(await (await get('cut/branches')).json()).toMatchObject([{ name: 'base' }, { name: 'main' }]);
  });

  it('a damaged object is told as such at every door', async () => {
    const noise = (seed: number) => Array.from({ length: 2_000 }, (_, at) => ((at * 7919 + seed * 104729) % 9973).toString(36)).join('');
    const { git } = await pushed('broken', { 'lost.txt': noise(1), 'cut.txt': noise(2), 'dir/in.txt': 'x', 'whole.txt': 'whole' });
    const folder = join(bench.folder, 'forge/repositories', `${(await repositoryOf('broken')).id}.git/objects`);
    const pathOf = async (what: string) => {
      const id = (await git('rev-parse', what)).trim();
      return join(folder, id.slice(0, 2), id.slice(2));
    };
    await rm(await pathOf('HEAD:lost.txt'));
    const cut = await pathOf('HEAD:cut.txt');
    await chmod(cut, 0o644);
    await truncate(cut, 300);
    await bench.restart();
    const sha = (await git('rev-parse', 'HEAD')).trim();
    const damaged = async (path: string) => {
      const answer = await get(`broken/${path}`);
      expect([path, answer.status, await answer.text()]).toEqual([
        path,
        503,
        expect.stringContaining('The repository is damaged') as string,
      ]);
    };
    for (const file of ['lost.txt', 'cut.txt']) for (const door of ['contents', 'raw']) await damaged(`${door}/${file}`);
    await damaged(`git/commits/${sha}.diff`);
    await damaged(`git/commits/${sha}.patch`);
    expect(await (await get('broken/raw/whole.txt')).text()).toBe('whole');
    const listed = (await (await get('broken/contents')).json()) as { name: string; damaged?: boolean }[];
    expect(listed.filter((entry) => entry.damaged === true).map(({ name }) => name)).toEqual(['lost.txt']);
    await rm(await pathOf('HEAD:dir'));
    await bench.restart();
    for (const path of ['contents/dir', 'contents/dir/in.txt', 'raw/dir/in.txt', 'git/trees/main?recursive=1']) await damaged(path);
    await rm(await pathOf('HEAD'));
    await bench.restart();
    for (const path of [
      'commits',
      'branches/main',
      'git/commits/main',
      'contents',
      'git/trees/main',
      'compare/main...main',
      'raw/whole.txt',
      'commits/main/status',
    ])
      await damaged(path);
  });

  it('a list of refs tells the sound ones, and which are damaged', async () => {
    const { git } = await pushed('patchy', { 'a.txt': 'a' });
    await git('checkout', '-q', '-b', 'lost');
    await git('commit', '-q', '--allow-empty', '-m', 'lost');
    const lost = (await git('rev-parse', 'HEAD')).trim();
    await git('tag', '-a', 'v1', '-m', 'sound', 'main');
    await git('tag', '-a', 'v2', '-m', 'its commit goes');
    await git('tag', 'v3');
    await git('push', '-q', 'origin', 'lost', 'main:empty', 'v1', 'v2', 'v3');
    const folder = join(bench.folder, 'forge/repositories', `${(await repositoryOf('patchy')).id}.git`);
    await rm(join(folder, 'objects', lost.slice(0, 2), lost.slice(2)));
    await writeFile(join(folder, 'refs/heads/empty'), '');
    await bench.restart();
    const list = async (path: string) => {
      const answer = await get(`patchy/${path}`);
      expect([path, answer.status]).toEqual([path, 200]);
      return (await answer.json()) as { name?: string; ref?: string; damaged?: true }[];
    };
    const told = async (path: string) => (await list(path)).map(({ name, ref, damaged = false }) => [name ?? ref, damaged]);
    expect(await told('branches')).toEqual([
      ['empty', true],
      ['lost', true],
      ['main', false],
    ]);
    expect(await told('tags')).toEqual([
      ['v1', false],
      ['v2', true],
      ['v3', true],
    ]);
    // An annotated tag is there though what it names is not.
    expect(await told('git/refs')).toEqual([
      ['refs/heads/empty', true],
      ['refs/heads/lost', true],
      ['refs/heads/main', false],
      ['refs/tags/v1', false],
      ['refs/tags/v2', false],
      ['refs/tags/v3', true],
    ]);
  });
});
