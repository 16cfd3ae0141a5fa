import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { repoCreateHook } from '@mosaic/contracts/gitea';
import { callTool, getSystem, inboxList } from '@mosaic/contracts/mosaic';
import type { WireRequest } from '@mosaic/contracts/wire';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { logOf, openWorkingCopy, pipelineOf, TestStack, toldOf, type TestPerson } from './src/index.ts';
import { fillHostile, HOSTILE } from './src/hostile-repository.ts';

let stack: TestStack;
let eve: TestPerson;
let ada: TestPerson;
let folder: string;
let sha: string;
/** What a webhook of the repository was told. */
const told: { after?: string; head_commit?: { message: string } }[] = [];
const receiver = createServer((request, response) => {
  void json(request).then((body) => {
    told.push(body as (typeof told)[number]);
    response.end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const hooks = `127.0.0.1:${(receiver.address() as AddressInfo).port}`;
  stack = await TestStack.create({ environment: { MOSAIC_WEBHOOK_HOSTS: hooks } });
  eve = await stack.person('eve');
  ada = await stack.person('ada');
  await eve.forge.createRepository({ name: 'hostile', private: false });
  await eve.forge.call(repoCreateHook, {
    owner: 'eve',
    repo: 'hostile',
    body: { config: { url: `http://${hooks}/`, content_type: 'json' }, active: true },
  });
  folder = await mkdtemp(join(tmpdir(), 'mosaic-hostile-'));
  const git = eve.git(folder);
  await git('init', '--quiet', '--bare', '--initial-branch', 'main');
  await fillHostile(folder);
  sha = (await git('rev-parse', 'main')).stdout.trim();
}, 120_000);
afterAll(async () => {
  receiver.close();
  await stack?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function get(path: string, person = eve): Promise<{ status: number; body: string }> {
  const request: WireRequest = { method: 'GET', path };
  const answer = await person.door('forge')(request);
  return { status: answer.status, body: (await answer.text()).slice(0, 2_000_000) };
}

const API = '/api/v1/repos/eve/hostile';
/** Pages, as the dashboard and other clients ask for them. */
const PAGES = [
  '',
  '/branches',
  '/tags',
  '/git/refs',
  '/commits?limit=10',
  '/contents',
  '/contents/bytes',
  '/contents/bytes/J%F6rg.txt',
  '/contents/bytes/line%0Abreak',
  '/contents/loop',
  '/contents/a',
  '/contents/out',
  '/contents/sub',
  '/contents/lfs.bin',
  '/contents/README.md',
  '/raw/bytes/J%F6rg.txt',
  '/raw/lfs.bin',
  '/git/trees/main?recursive=true&per_page=100',
  '/git/trees/main?recursive=true&per_page=100&page=400',
  '/compare/main...main',
];

/** Another person's whole loop, which must not wait for anything of this. */
async function loopOf(name: string): Promise<void> {
  await using copy = await openWorkingCopy(stack, ada, `ada/${name}`);
  const commit = await copy.commit({
    '.woodpecker.yaml':
      'labels: { backend: local }\nsteps:\n  - name: build\n    image: sh\n    commands: [mkdir d, echo page > d/index.html, mosaic artifact upload d --name site]\n',
    '.mosaic.yaml': `project: ${name}\ndeploy: [{ name: production, when: { branch: main, event: push }, target: site, artifact: site }]\n`,
  });
  await copy.push();
  expect((await toldOf(ada, commit)).entry.outcome).toBe('ok');
}

test('it is pushed whole, runs its pipeline and tells its webhook, and others work on meanwhile', async () => {
  const pushed = eve.git(folder)('push', `${stack.edgeUrl}/eve/hostile.git`, 'main');
  await Promise.all([pushed, loopOf('beside')]);
  const pipeline = await pipelineOf(eve, 'eve/hostile', sha);
  const log = await logOf(eve, pipeline);
  expect(pipeline.status, log).toBe('success');
  expect(log).toContain(String(HOSTILE.files));
  expect(log).toContain(String(HOSTILE.blobBytes));
  await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1);
  expect(told[0]?.after).toBe(sha);
  expect(told[0]?.head_commit?.message).toMatch(/^Long\n\nm+/);
}, 120_000);

test('each of its pages is answered', async () => {
  const answers = await Promise.all(PAGES.map(async (page) => [page, (await get(API + page)).status] as const));
  expect(answers.filter(([, status]) => status !== 200)).toEqual([]);
  expect((await get(`${API}/git/commits/${sha}.diff`)).status).toBe(200);
  expect((await get(`/-/repositories/eve/hostile/search?q=${encodeURIComponent('rg')}`)).status).toBeLessThan(500);
}, 60_000);

test('with 100,000 refs, a lost object and an empty HEAD the stack starts, and nobody else notices', async () => {
  await eve.forge.createRepository({ name: 'lost', private: false });
  await eve.forge.createRepository({ name: 'gone', private: false });
  expect(await stack.stop()).toBe(0);
  const repositories = join(stack.home, 'data', 'forge', 'repositories');
  const id = async (name: string) => {
    using database = openDatabaseFile(join(stack.home, 'data', 'forge', 'forge.db'));
    return (database.prepare('select id from repositories where name = ?').get(name) as { id: number }).id;
  };
  const [many, lost, gone] = await Promise.all(
    ['hostile', 'lost', 'gone'].map(async (name) => join(repositories, `${await id(name)}.git`)),
  );
  const refs = Array.from({ length: HOSTILE.refs }, (_, index) => `${sha} refs/tags/t${String(index).padStart(6, '0')}\n`);
  await writeFile(
    join(many as string, 'packed-refs'),
    `# pack-refs with: peeled fully-peeled sorted \n${sha} refs/heads/main\n${refs.join('')}`,
  );
  await writeFile(join(lost as string, 'HEAD'), '');
  await writeFile(join(lost as string, 'packed-refs'), `${'2'.repeat(40)} refs/heads/main\n`);
  await rm(gone as string, { recursive: true });
  await stack.start();
  eve = await stack.person('eve');
  ada = await stack.person('ada');
  await loopOf('after');

  const tags = await get(`${API}/tags?limit=50`);
  expect([tags.status, (JSON.parse(tags.body) as unknown[]).length]).toEqual([200, 50]);
  expect((await get(`${API}/branches?limit=50`)).status).toBe(200);
  expect((await eve.git(folder)('ls-remote', `${stack.edgeUrl}/eve/hostile.git`)).stdout.split('\n')).toHaveLength(HOSTILE.refs + 3);
  for (const name of ['lost', 'gone']) {
    const contents = await get(`/api/v1/repos/eve/${name}/contents?ref=main`);
    expect([name, contents.status, contents.body]).toEqual([name, 503, expect.stringContaining('damaged')]);
    await expect(eve.git(folder)('clone', `${stack.edgeUrl}/eve/${name}.git`, join(folder, name))).rejects.toThrow(
      /damaged|gone|not our ref|bad/,
    );
  }
  const { services } = await stack.accounts().call(getSystem, {});
  expect(services.find(({ name }) => name === 'forge')).toMatchObject({
    state: 'degraded',
    reason: expect.stringMatching(/eve\/(lost|gone).*eve\/(lost|gone)/),
  });
  const damageTo = async (person: TestPerson) =>
    (await callTool(person.mcp, inboxList, {})).entries.map(({ title }) => title).filter((title) => title.includes('damaged'));
  await expect
    .poll(() => damageTo(eve), { timeout: 20_000 })
    .toEqual(expect.arrayContaining(['eve/gone is damaged', 'eve/lost is damaged']));
  expect(await damageTo(ada)).toEqual([]);
  expect(await readdir(repositories)).not.toContain('undefined');
}, 120_000);
