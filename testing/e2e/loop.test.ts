import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { requireProgram } from '@mosaic/testing/servers';
import { mosaic, TestStack, until } from '@mosaic/testing/stack';

import { openBrowser } from './src/browser.ts';
import { openCurl, type Curl } from './src/curl.ts';
import { hasInspector, openInspector, type Inspector } from './src/inspector.ts';
import { writePageProject } from './src/page-project.ts';
import { openStockGit, type StockGit } from './src/stock-git.ts';

/** The loop as a stranger's programs drive it: git, curl, MCP Inspector and Chromium; none of the clients is ours. */
const hasCurl = requireProgram('/usr/bin/curl') !== null;

let stack: TestStack;
let git: StockGit;
let forge: Curl;
let ci: Curl;
let inspector: Inspector;
let scratch: string;
beforeAll(async () => {
  stack = await TestStack.create();
  scratch = await mkdtemp(join(tmpdir(), 'mosaic-inspector-'));
  await stack.person('ada');
  const { stdout } = await mosaic(stack.home, ['token', '--user', 'ada']);
  const token = stdout.trim();
  git = await openStockGit({ login: 'ada', token });
  // Each dialect's own form of the same credential.
  forge = openCurl(`token ${token}`);
  ci = openCurl(`Bearer ${token}`);
  inspector = openInspector({ url: `http://localhost:${stack.ports.mcp}/mcp`, token, home: scratch });
});
afterAll(async () => {
  await git?.[Symbol.asyncDispose]();
  await stack?.[Symbol.asyncDispose]();
  await rm(scratch, { recursive: true, force: true });
});

const gitea = (path: string) => `http://localhost:${stack.ports.forge}/api/v1${path}`;
const woodpecker = (path: string) => `http://localhost:${stack.ports.ci}/api${path}`;

interface Pipeline {
  id: number;
  number: number;
  status: string;
  commit: string;
  workflows: { children: { id: number; name: string; state: string; exit_code: number }[] }[];
}
interface Hop {
  kind: string;
  title: string;
  state: string;
}

/** Pushes what stands in the working folder; answers the commit and what git printed. */
async function push(message: string): Promise<{ sha: string; said: string; traceId: string }> {
  await git.run('page', 'add', '--all');
  await git.run('page', 'commit', '--quiet', '--message', message);
  const { stderr: said } = await git.run('page', 'push', 'origin', 'HEAD:refs/heads/main');
  const { stdout } = await git.run('page', 'rev-parse', 'HEAD');
  return { sha: stdout.trim(), said, traceId: /^remote: Journey: \S+\/-\/journeys\/([0-9a-f]{32})/m.exec(said)?.[1] ?? '' };
}

/** The pipeline of a commit once `ready` holds for it. */
function pipelineOf(sha: string, ready: (pipeline: Pipeline) => boolean): Promise<{ repository: number; pipeline: Pipeline }> {
  return until(`the pipeline of ${sha}`, async () => {
    const { status, text } = await ci.ask('GET', woodpecker('/repos/lookup/ada/page'));
    if (status !== 200) return null;
    const { id: repository } = JSON.parse(text) as { id: number };
    const found = (await ci.json<Pipeline[]>(woodpecker(`/repos/${repository}/pipelines`))).find((one) => one.commit === sha);
    if (found === undefined) return null;
    const pipeline = await ci.json<Pipeline>(woodpecker(`/repos/${repository}/pipelines/${found.number}`));
    return ready(pipeline) ? { repository, pipeline } : null;
  });
}

const stepOf = (pipeline: Pipeline, name: string) =>
  pipeline.workflows.flatMap(({ children }) => children).find((step) => step.name === name);

/** The hops of a journey once the notification is among them. */
function journeyOf(era: 'legacy' | 'modern', id: string): Promise<Hop[]> {
  return until(`the journey of ${id}`, async () => {
    const { journey } = (await inspector.call(era, 'journey_get', { id })) as { journey: { hops: Hop[] } };
    return journey.hops.some(({ kind }) => kind === 'notification') ? journey.hops : null;
  });
}

test.skipIf(!hasCurl || !hasInspector())(
  'a push by git travels to a page in Chromium, watched by curl and MCP Inspector',
  async ({ skip }) => {
    await using browser = await openBrowser();
    if (browser === null) return skip('Chromium is not installed');

    // git: the push makes the repository, private, and says where its journey and its site are.
    await git.run('.', 'init', '--quiet', '--initial-branch=main', 'page');
    await writePageProject(join(git.folder, 'page'), { name: 'adas-page', body: '<h1>First</h1>' });
    await git.run('page', 'remote', 'add', 'origin', `${stack.publicUrl}/ada/page.git`);
    const first = await push('Begin');
    expect(first.traceId).not.toBe('');
    expect(first.said).toContain(`remote: Journey: ${stack.publicUrl}/-/journeys/${first.traceId}`);
    const site = `http://adas-page.localhost:${stack.ports.edge}`;
    expect(first.said).toMatch(new RegExp(`^remote: Site:\\s+${site}`, 'm'));

    // curl: Gitea's API knows the repository; Woodpecker's streams its log while it is printed.
    const repository = await forge.json<{ private: boolean; clone_url: string; default_branch: string }>(gitea('/repos/ada/page'));
    expect(repository).toMatchObject({ private: true, default_branch: 'main', clone_url: `${stack.publicUrl}/ada/page.git` });
    const running = await pipelineOf(first.sha, (pipeline) => stepOf(pipeline, 'count')?.state === 'running');
    const step = stepOf(running.pipeline, 'count')?.id ?? 0;
    const stream = await ci.stream(woodpecker(`/stream/logs/${running.repository}/${running.pipeline.number}/${step}`));
    const lines = stream
      .filter(({ text }) => text.startsWith('data: {'))
      .map(({ text, at }) => ({ at, text: Buffer.from((JSON.parse(text.slice(6)) as { data: string }).data, 'base64').toString() }));
    expect(lines.map(({ text }) => text)).toEqual(['+ sh count.sh', ...Array.from({ length: 10 }, (_, index) => `line ${index + 1}`)]);
    // Printed over more than a second: they came while the step ran, not all at its end.
    expect((lines.at(-1)?.at ?? 0) - (lines.at(0)?.at ?? 0)).toBeGreaterThan(200);
    const { pipeline } = await pipelineOf(first.sha, ({ status }) => status !== 'running' && status !== 'pending');
    expect(pipeline.status).toBe('success');

    // MCP Inspector: the whole journey, the same in both eras.
    const hops = await journeyOf('modern', first.traceId);
    expect(hops.map(({ kind, state }) => `${kind} ${state}`)).toEqual(
      expect.arrayContaining(['change ok', 'pipeline ok', 'deployment ok', 'notification ok']),
    );
    expect((await journeyOf('legacy', first.sha)).map(({ title }) => title)).toEqual(hops.map(({ title }) => title));
    const { entries } = (await inspector.call('modern', 'inbox_list', {})) as { entries: { traceId: string }[] };
    expect(entries.filter(({ traceId }) => traceId === first.traceId)).toHaveLength(1);
    const statuses = await until('the review', async () => {
      const found = await forge.json<{ context: string; status: string }[]>(gitea(`/repos/ada/page/commits/${first.sha}/statuses`));
      return found.some(({ context, status }) => context === 'mosaic/review' && status !== 'pending') ? found : null;
    });
    expect(statuses.map(({ context, status }) => [context, status])).toEqual(
      expect.arrayContaining([
        ['ci/woodpecker/push/woodpecker', 'success'],
        ['mosaic/review', 'success'],
      ]),
    );

    // Chromium: the site of a private repository opens for its owner, once signed in, and for nobody else.
    await using visit = await browser.newContext();
    const page = await visit.newPage();
    await page.goto(site);
    expect(await page.content()).not.toContain('First');
    const { stdout: link } = await mosaic(stack.home, ['open', '--print', '--user', 'ada']);
    await page.goto(link.split('\n')[0] ?? '');
    await page.goto(site);
    await page.getByRole('heading', { name: 'First' }).waitFor();
    expect(page.url()).toBe(`${site}/`);

    // A second change replaces the page; a roll-back by MCP Inspector brings the first one back.
    await writePageProject(join(git.folder, 'page'), { name: 'adas-page', body: '<h1>Second</h1>' });
    const second = await push('Say it again');
    await journeyOf('modern', second.traceId);
    await page.goto(site);
    await page.getByRole('heading', { name: 'Second' }).waitFor();
    const listed = (await inspector.call('legacy', 'deployment_list', { repository: 'ada/page' })) as {
      deployments: { id: number; sha: string }[];
    };
    const earlier = listed.deployments.find(({ sha }) => sha === first.sha);
    await inspector.call('modern', 'deployment_roll_back', { id: earlier?.id, requestId: 'roll-back-1' });
    await until('the first page again', async () => {
      await page.goto(site);
      return (await page.getByRole('heading', { name: 'First' }).count()) === 1 ? true : null;
    });
  },
);

test.skipIf(!hasCurl || !hasInspector())('a broken push opens an issue with the failing line; the next one closes it', async () => {
  await writePageProject(join(git.folder, 'page'), { name: 'adas-page', body: '<p>No heading</p>' });
  const broken = await push('Lose the heading');
  const { pipeline } = await pipelineOf(broken.sha, ({ status }) => status === 'failure');
  expect(stepOf(pipeline, 'count')).toMatchObject({ state: 'failure', exit_code: 4 });
  expect(stepOf(pipeline, 'build')?.state).toBe('skipped');
  const issues = () =>
    forge.json<{ number: number; title: string; body: string; state: string }[]>(gitea('/repos/ada/page/issues?state=all'));
  const [issue] = await until('the issue', async () => {
    const found = await issues();
    return found.length > 0 ? found : null;
  });
  expect(issue).toMatchObject({ state: 'open' });
  expect(issue?.body).toContain('index.html has no heading');
  const log = (await inspector.call('modern', 'ci_pipeline_log', {
    repository: 'ada/page',
    number: pipeline.number,
    stepId: stepOf(pipeline, 'count')?.id,
    from: -1,
  })) as { lines: { text: string }[] };
  expect(log.lines.map(({ text }) => text)).toEqual(['index.html has no heading']);

  await writePageProject(join(git.folder, 'page'), { name: 'adas-page', body: '<h1>Third</h1>' });
  await push('Bring the heading back');
  await until('the closed issue', async () => ((await issues())[0]?.state === 'closed' ? true : null));
  expect(await issues()).toHaveLength(1);
});

test.skipIf(!hasInspector())('MCP Inspector finds nothing wrong with the tools, in both eras', async () => {
  for (const era of ['modern', 'legacy'] as const) {
    const { code, stdout, stderr } = await inspector.run(era, ['--method', 'tools/list', '--strict', '--format', 'json']);
    expect(code, stderr).toBe(0);
    const { result } = JSON.parse(stdout) as { result: { tools: { name: string; outputSchema?: object; annotations?: object }[] } };
    expect(result.tools.length).toBeGreaterThan(25);
    expect(result.tools.filter(({ outputSchema, annotations }) => outputSchema === undefined || annotations === undefined)).toEqual([]);
  }
});

test.skipIf(!hasCurl || !hasInspector())('without a credential, or with a stranger’s, none of the doors shows the repository', async () => {
  await stack.person('eve');
  const { stdout } = await mosaic(stack.home, ['token', '--user', 'eve']);
  const token = stdout.trim();
  expect((await openCurl(`token ${token}`).ask('GET', gitea('/repos/ada/page'))).status).toBe(404);
  expect((await openCurl(`Bearer ${token}`).ask('GET', woodpecker('/repos/lookup/ada/page'))).status).toBe(404);
  await using stranger = await openStockGit({ login: 'eve', token });
  const clone = await stranger.attempt('.', 'clone', '--quiet', `${stack.publicUrl}/ada/page.git`);
  expect([clone.code, clone.stderr]).toEqual([128, expect.stringMatching(/not found/i)]);
  const elsewhere = openInspector({ url: `http://localhost:${stack.ports.mcp}/mcp`, token, home: scratch });
  await expect(elsewhere.call('modern', 'ci_pipeline_list', { repository: 'ada/page' })).rejects.toThrow('failed');
  const nobody = await openInspector({ url: `http://localhost:${stack.ports.mcp}/mcp`, token: 'f'.repeat(40), home: scratch }).run(
    'modern',
    ['--method', 'tools/list', '--stored-auth-only'],
  );
  expect(nobody.code).not.toBe(0);
});
