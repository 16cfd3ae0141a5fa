import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { repoDelete, repoEdit, repoListBranches } from '@mosaic/contracts/gitea';
import { eventData, refUpdated } from '@mosaic/contracts/mosaic';

import { TOKENS, commit, remoteUrl, runGit, startForge, type ForgeHarness } from './harness.ts';

describe('git over HTTP', () => {
  let bench: ForgeHarness;
  beforeAll(async () => {
    bench = await startForge();
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  const refEvents = async (repository: string) =>
    (await bench.events())
      .filter((event) => event.type === 'dev.mosaic.ref.updated' && event.subject === repository)
      .map((event) => eventData(refUpdated, event));

  it('creates a repository under one’s own name at the first push, private', async () => {
    const work = await bench.workspace('ada/fresh', TOKENS.ada);
    await runGit(['push', '--dry-run', 'origin', 'main'], { cwd: work });
    expect(await bench.as(TOKENS.ada).getRepository('ada', 'fresh')).toBeNull();
    await runGit(['push', 'origin', 'main:master'], { cwd: work });
    expect(await bench.as(TOKENS.ada).getRepository('Ada', 'FRESH')).toMatchObject({
      private: true,
      empty: false,
      default_branch: 'master',
      name: 'fresh',
    });
    const types = (await bench.events()).filter((event) => event.subject === 'ada/fresh').map((event) => event.type);
    expect(types).toEqual(['dev.cdevents.repository.created', 'dev.mosaic.ref.updated']);
    await runGit(['remote', 'set-url', 'origin', remoteUrl(bench.url, 'bob/fresh', TOKENS.ada)], { cwd: work });
    await expect(runGit(['push', 'origin', 'main'], { cwd: work })).rejects.toThrow(/not found/i);
    await runGit(['remote', 'set-url', 'origin', remoteUrl(bench.url, 'ada/..%2f..%2fx', TOKENS.ada)], { cwd: work });
    await expect(runGit(['push', 'origin', 'main'], { cwd: work })).rejects.toThrow();
  });

  it('clones by protocol v2, shallow and partial', async () => {
    const work = await bench.workspace('ada/clones', TOKENS.ada, { 'a.txt': 'a\n' });
    for (let round = 0; round < 5; round++) await commit(work, { 'a.txt': `${round}\n` });
    await runGit(['push', 'origin', 'main'], { cwd: work });
    const url = remoteUrl(bench.url, 'ada/clones', TOKENS.ada);
    for (const [name, ...flags] of [
      ['full'],
      ['shallow', '--depth=1'],
      ['partial', '--filter=blob:none'],
      ['old', '-c', 'protocol.version=0'],
    ]) {
      const target = join(bench.folder, `clone-${name}`);
      await runGit(['clone', '-q', ...flags, url, target]);
      expect(await runGit(['show', 'HEAD:a.txt'], { cwd: target })).toBe('4\n');
    }
    expect((await runGit(['rev-list', '--count', 'HEAD'], { cwd: join(bench.folder, 'clone-shallow') })).trim()).toBe('1');
  });

  it('refuses what is against the rules, and the client reads why', async () => {
    const work = await bench.workspace('ada/rules', TOKENS.ada);
    await runGit(['push', 'origin', 'main', 'main:side'], { cwd: work });
    await expect(runGit(['push', 'origin', ':main'], { cwd: work })).rejects.toThrow(/main is the default branch/);
    await expect(runGit(['push', 'origin', 'main:refs/pull/1/head'], { cwd: work })).rejects.toThrow(/belongs to the server/);
    await runGit(['push', 'origin', ':side'], { cwd: work });
    const events = await refEvents('ada/rules');
    expect(events.map(({ ref, after }) => [ref, /^0+$/.test(after)])).toEqual([
      ['refs/heads/main', false],
      ['refs/heads/side', false],
      ['refs/heads/side', true],
    ]);
    await bench.as(TOKENS.ada).call(repoEdit, { owner: 'ada', repo: 'rules', body: { archived: true } });
    await expect(runGit(['push', 'origin', 'main:late'], { cwd: work })).rejects.toThrow(/archived|403/);
  });

  it('tells a forced push, a tag, and nothing for a refused one', async () => {
    const work = await bench.workspace('ada/forced', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: work });
    await runGit(['commit', '-q', '--amend', '-m', 'Other words'], { cwd: work });
    await expect(runGit(['push', 'origin', 'main'], { cwd: work })).rejects.toThrow(/rejected/);
    await runGit(['push', '--force', 'origin', 'main'], { cwd: work });
    await runGit(['tag', '-a', 'v1', '-m', 'One'], { cwd: work });
    await runGit(['push', 'origin', 'v1'], { cwd: work });
    expect((await refEvents('ada/forced')).map(({ ref, forced, title }) => ({ ref, forced, title }))).toEqual([
      { ref: 'refs/heads/main', forced: false, title: 'A change' },
      { ref: 'refs/heads/main', forced: true, title: 'Other words' },
      { ref: 'refs/tags/v1', forced: false, title: 'Other words' },
    ]);
  });

  it('prints the site of .mosaic.yaml, or its fault', async () => {
    const project =
      'deploy:\n  - { name: production, when: { branch: main }, target: site, artifact: site }\n  - { name: preview, target: site, artifact: site }\n';
    const work = await bench.workspace('ada/sites', TOKENS.ada, { '.mosaic.yaml': project });
    const first = await runGit(['push', 'origin', 'main'], { cwd: work });
    expect(first).toContain('remote: Site:    http://sites.localhost:8080');
    const side = await runGit(['push', 'origin', 'main:side'], { cwd: work });
    expect(side).toContain('http://preview--sites.localhost:8080');
    expect(side).not.toContain('http://sites.localhost:8080');
    await commit(work, { '.mosaic.yaml': 'deploy: {\n' });
    expect(await runGit(['push', 'origin', 'main'], { cwd: work })).toMatch(/remote: On main: \.mosaic\.yaml:2: /);
  });

  it('answers 400 for another content type and takes gzip', async () => {
    const work = await bench.workspace('ada/types', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: work });
    const send = bench.send(TOKENS.ada);
    const path = '/ada/types.git/git-upload-pack';
    const wrong = await send({ method: 'POST', path, headers: { 'content-type': 'text/plain' }, body: '0000' });
    expect(wrong.status).toBe(400);
    await wrong.discard();
    const headers = { 'content-type': 'application/x-git-upload-pack-request', 'git-protocol': 'version=2', 'content-encoding': 'gzip' };
    const body = gzipSync('0014command=ls-refs\n00010009peel\n0000');
    const refs = await send({ method: 'POST', path, headers, body });
    expect(refs.status).toBe(200);
    expect(await refs.text()).toContain('refs/heads/main');
  });

  it('carries five branches of several new repositories at once, in order per branch', async () => {
    const repositories = ['p1', 'p2', 'p3'];
    const branches = ['b1', 'b2', 'b3', 'b4', 'b5'];
    const pushed = new Map<string, string[]>();
    await Promise.all(
      repositories.flatMap((repository) =>
        branches.map(async (branch) => {
          const work = await bench.workspace(`ada/${repository}`, TOKENS.ada, { [`${branch}.txt`]: 'x' });
          const ids: string[] = [];
          for (let round = 0; round < 3; round++) {
            ids.push(await commit(work, { [`${branch}.txt`]: `${round}` }));
            await runGit(['push', '-q', 'origin', `main:${branch}`], { cwd: work });
          }
          pushed.set(`${repository}/${branch}`, ids);
        }),
      ),
    );
    for (const repository of repositories) {
      const events = await refEvents(`ada/${repository}`);
      expect(events.length).toBe(15);
      for (const branch of branches)
        expect(events.filter(({ ref }) => ref === `refs/heads/${branch}`).map(({ after }) => after)).toEqual(
          pushed.get(`${repository}/${branch}`),
        );
    }
    const created = (await bench.events()).filter(
      (event) => event.type === 'dev.cdevents.repository.created' && /ada\/p\d/.test(event.subject),
    );
    expect(created.length).toBe(3);
  });

  it('a push over the limit is refused in words and leaves nothing', async () => {
    await using small = await startForge({ config: { maxPushBytes: 100_000 } });
    const work = await small.workspace('ada/big', TOKENS.ada);
    await runGit(['push', 'origin', 'main'], { cwd: work });
    const noise = Array.from({ length: 60_000 }, (_, index) => ((index * 2_654_435_761) % 4_294_967_291).toString(36)).join('');
    await commit(work, { 'noise.txt': noise });
    await expect(runGit(['push', 'origin', 'main:noise'], { cwd: work })).rejects.toThrow(/exceeds maximum allowed size/);
    expect((await small.events()).filter((event) => event.type === 'dev.mosaic.ref.updated').length).toBe(1);
    expect((await small.as(TOKENS.ada).callPage(repoListBranches, { owner: 'ada', repo: 'big' })).items.map(({ name }) => name)).toEqual([
      'main',
    ]);
  });

  it('a deleted repository leaves no folder, and its id is not used again', async () => {
    const ada = bench.as(TOKENS.ada);
    const first = await ada.createRepository({ name: 'gone', auto_init: true });
    await ada.call(repoDelete, { owner: 'ada', repo: 'gone' });
    expect(await ada.getRepository('ada', 'gone')).toBeNull();
    expect(await readdir(join(bench.folder, 'forge', 'repositories'))).not.toContain(`${first.id}.git`);
    const second = await ada.createRepository({ name: 'gone' });
    expect(second.id).toBeGreaterThan(first.id);
    await expect(ada.createRepository({ name: 'GONE' })).rejects.toMatchObject({ status: 409 });
  });
});
