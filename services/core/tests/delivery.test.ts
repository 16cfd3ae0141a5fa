import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import {
  ciGetArtifact,
  deliverEvent,
  deploymentRequested,
  eventRecord,
  refUpdated,
  repositoryCreated,
  taskChanged,
} from '@mosaic/contracts/mosaic';
import { postRepos } from '@mosaic/contracts/woodpecker';
import { openDatabaseFile } from '@mosaic/testing/servers';

import { REPO, type FakeNeighbours } from './fake-neighbours.ts';
import { PROJECT, startCore } from './harness.ts';
import { siteTar, tarOf } from './tar-of.ts';

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 8_000, interval: 20 });
const NEW = '0'.repeat(40);

function push(fake: FakeNeighbours, digit: string, options: { time?: number; before?: string } = {}) {
  return fake.emit(
    refUpdated,
    {
      ...REPO,
      pushId: digit,
      ref: 'refs/heads/main',
      before: options.before ?? NEW,
      after: digit.repeat(40),
      forced: false,
      title: 'x',
      defaultBranch: 'main',
      startedAt: 0,
    },
    options.time === undefined ? {} : { time: options.time },
  );
}

test('a new repository gets CI, and the pushes that came before the hook are delivered once each', async () => {
  await using core = await startCore((fake) => {
    fake.emit(repositoryCreated, { ...REPO, defaultBranch: 'main' });
    push(fake, '1');
  });
  const { fake } = core;
  const delivered = () => fake.forge.askedOf(deliverEvent);
  await until(() => expect(delivered()).toMatchObject([{ id: 9 }]));
  expect(fake.ci.askedOf(postRepos)).toMatchObject([{ query: { forge_remote_id: 5 } }]);
  // Recorded late, but it happened before CI was enabled.
  push(fake, '2', { time: 1 });
  await until(() => expect(delivered().length).toBeGreaterThanOrEqual(2));
  expect(new Set(delivered().map(({ id }) => id))).toEqual(new Set([9]));
  const sent = delivered().length;
  push(fake, '3', { time: Date.now() + 60_000 });
  fake.finishPipeline(9, { status: 'success' });
  await until(() => expect(fake.outcomes()).toHaveLength(1));
  expect(delivered()).toHaveLength(sent);
});

test('green on the default branch: live, reviewed, told once', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.putProjectFile(PROJECT);
  fake.keepSite(3, siteTar('three'));
  push(fake, '3', { before: '2'.repeat(40) });
  fake.finishPipeline(3);
  await until(() => expect(fake.outcomes()).toHaveLength(1));
  expect(fake.outcomes()[0]).toMatchObject({
    outcome: 'deployed',
    project: 'hello',
    title: 'Change 3',
    summary: 'production is live at http://hello.localhost:8080',
    url: 'http://localhost:8080/-/journeys/0123456789abcdef0123456789abcdef',
    concerned: ['ada'],
  });
  expect(fake.deployments.get(1)).toMatchObject({ state: 'live', environment: 'production', pipelineNumber: 3 });
  expect((await core.get('/')).text).toBe('<h1>three</h1>');
  expect(fake.tasks).toMatchObject([{ role: 'reviewer', input: { sha: '3'.repeat(40), before: '2'.repeat(40), pipelineNumber: 3 } }]);
  expect(fake.repository.members['reviewer']).toBe('write');
  // One release was fetched although both the pipeline's run and the request's run carried it out.
  expect(fake.ci.askedOf(ciGetArtifact)).toHaveLength(1);
});

test('red wakes triage with the reason; green again closes; a restart of core repeats nothing', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.putProjectFile(PROJECT);
  fake.keepSite(4, siteTar('four'));
  fake.mcp.state.pipelines.all.push({
    number: 3,
    repository: 'ada/hello',
    status: 'failure',
    event: 'push',
    branch: 'main',
    sha: '3'.repeat(40),
    title: '',
    author: 'ada',
    createdAt: 0,
    startedAt: 0,
    finishedAt: 0,
    errors: [],
    canceledBy: '',
    workflows: [
      {
        name: 'build',
        state: 'failure',
        error: '',
        steps: [{ id: 1, name: 'test', state: 'failure', exitCode: 1, error: '', failure: 'fail' }],
      },
    ],
  });
  fake.finishPipeline(3, { status: 'failure' });
  await until(() => expect(fake.outcomes()).toHaveLength(1));
  expect(fake.outcomes()[0]).toMatchObject({ outcome: 'failed', summary: 'step test exited 1' });
  await core.stop();
  await core.start();
  fake.finishPipeline(4);
  await until(() => expect(fake.outcomes()).toHaveLength(2));
  expect(fake.tasks.map(({ role, input }) => [role, input['resolved']])).toEqual([
    ['triage', false],
    ['reviewer', false],
    ['triage', true],
  ]);
  expect(fake.mcp.givenTo(eventRecord)).toHaveLength(2);
});

test('a run whose row cannot be read keeps neither the start nor the others', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.putProjectFile(PROJECT);
  await core.stop();
  {
    using database = openDatabaseFile(join(core.folder, 'core.db'));
    database.exec("insert into runs (id, kind, state, input, outcome, created_at) values ('broken', 'pipeline', 'open', '{', '', 1)");
  }
  await core.start();
  fake.keepSite(4, siteTar('four'));
  fake.finishPipeline(4);
  await until(() => expect(fake.outcomes()).toHaveLength(1));
});

test('a faulty .mosaic.yaml is an outcome with file, line and fault', async () => {
  await using core = await startCore();
  core.fake.putProjectFile('deploy:\n  - name: production\n    target: rocket\n    artifact: site\n');
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({
    outcome: 'deploy_failed',
    summary: expect.stringContaining('.mosaic.yaml:3: deploy.0.target'),
  });
  expect(core.fake.deployments.size).toBe(0);
});

test('no file: passed, nothing deployed; the pusher is told, or the owner when it was no person', async () => {
  await using core = await startCore();
  core.fake.finishPipeline(3, { author: 'bob' });
  core.fake.finishPipeline(4, { author: 'triage' });
  await until(() => expect(core.fake.outcomes()).toHaveLength(2));
  expect(core.fake.outcomes().map(({ outcome, concerned }) => [outcome, concerned])).toEqual(
    expect.arrayContaining([
      ['passed', ['bob']],
      ['passed', ['ada']],
    ]),
  );
});

test('a pipeline that a later one has overtaken does not put its older files back', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.putProjectFile(PROJECT);
  fake.keepSite(3, siteTar('three'));
  fake.keepSite(4, siteTar('four'));
  fake.finishPipeline(4);
  await until(() => expect(fake.outcomes()).toHaveLength(1));
  fake.finishPipeline(3);
  await until(() => expect(fake.outcomes()).toHaveLength(2));
  expect(fake.outcomes()[1]).toMatchObject({ outcome: 'passed', pipelineNumber: 3 });
  expect((await core.get('/')).text).toBe('<h1>four</h1>');
});

test('twelve pipelines of one branch at once: each is told once, the newest is live', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.putProjectFile(PROJECT);
  fake.forge.fail(null, { times: 5 });
  for (let number = 1; number <= 12; number++) {
    fake.keepSite(number, siteTar(`site ${number}`));
    fake.finishPipeline(number, { sha: 'b'.repeat(40) });
  }
  await until(() => expect(fake.outcomes()).toHaveLength(12));
  expect(new Set(fake.outcomes().map(({ pipelineNumber }) => pipelineNumber)).size).toBe(12);
  expect((await core.get('/')).text).toBe('<h1>site 12</h1>');
});

test('a pull request deploys nothing, whatever its file says', async () => {
  await using core = await startCore();
  core.fake.putProjectFile(PROJECT);
  core.fake.finishPipeline(3, { event: 'pull_request', ref: 'refs/pull/1/head' });
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({ outcome: 'passed' });
  expect(core.fake.deployments.size).toBe(0);
});

test('a project name of another repository is refused in words', async () => {
  await using core = await startCore();
  core.fake.mcp.state.projects.set('hello', 'bob/hello');
  core.fake.putProjectFile(PROJECT);
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({
    outcome: 'deploy_failed',
    project: '',
    summary: expect.stringContaining('belongs to another repository'),
  });
});

test.each([
  ['a link', [{ path: 'x', type: 'SymbolicLink', linkpath: '/etc/passwd' }], 'it is a SymbolicLink'],
  ['a hard link', [{ path: 'x', type: 'Link', linkpath: 'index.html' }], 'it is a Link'],
  ['..', [{ path: '../../escape', text: 'x' }], 'leads out of the site'],
  ['an absolute path', [{ path: '/tmp/escape', text: 'x' }], 'leads out of the site'],
] as const)('an artifact with %s is refused in words, and nothing of it stays', async (_name, extra, words) => {
  await using core = await startCore();
  core.fake.putProjectFile(PROJECT);
  core.fake.keepSite(3, siteTar('bad', extra));
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({ outcome: 'deploy_failed', summary: expect.stringContaining(words) });
  expect(core.fake.deployments.get(1)?.state).toBe('failed');
  expect(readdirSync(join(core.folder, 'sites/hello/production/releases'))).toEqual([]);
  expect((await core.get('/')).status).toBe(404);
});

test('a missing artifact and an archive that is none say what to do', async () => {
  await using core = await startCore();
  core.fake.putProjectFile(PROJECT);
  core.fake.keepSite(4, Buffer.from('this is no tar archive'.repeat(100)));
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  core.fake.finishPipeline(4);
  await until(() => expect(core.fake.outcomes()).toHaveLength(2));
  expect(core.fake.outcomes()[0]?.summary).toContain('mosaic artifact upload FOLDER --name site');
  expect(core.fake.outcomes()[1]?.summary).toContain('not a readable tar archive');
});

test('neighbours that do not answer are asked again until they do', async () => {
  await using core = await startCore((fake) => {
    fake.ci.fail(ciGetArtifact, { times: 2 });
    fake.forge.fail(null, { times: 2 });
    fake.mcp.fail(null, { times: 2 });
  });
  core.fake.putProjectFile(PROJECT);
  core.fake.keepSite(3, siteTar('three'));
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({ outcome: 'deployed' });
  expect(core.fake.deployments.size).toBe(1);
});

test('anyone may ask for a deployment; going back needs no download, and an older one cannot overtake', async () => {
  await using core = await startCore();
  const { fake } = core;
  const wanted = {
    project: 'hello',
    environment: 'production',
    repository: 'ada/hello',
    target: 'site' as const,
    artifact: 'site',
    sha: '1'.repeat(40),
    branch: 'main',
    traceId: '',
  };
  fake.keepSite(1, siteTar('one'));
  fake.keepSite(2, siteTar('two'));
  fake.mcp.state.requestDeployment({ ...wanted, pipelineNumber: 1 });
  await until(() => expect(fake.deployments.get(1)?.state).toBe('live'));
  fake.mcp.state.requestDeployment({ ...wanted, pipelineNumber: 2 });
  await until(() => expect(fake.deployments.get(2)?.state).toBe('live'));
  expect((await core.get('/')).text).toBe('<h1>two</h1>');
  fake.ci.pipelines.splice(0);
  fake.mcp.state.requestDeployment({ ...wanted, pipelineNumber: 1, rollbackOf: 1 });
  await until(() => expect(fake.deployments.get(3)?.state).toBe('live'));
  expect((await core.get('/')).text).toBe('<h1>one</h1>');
  // Going back to the roll-back means the same files.
  fake.mcp.state.requestDeployment({ ...wanted, pipelineNumber: 1, rollbackOf: 3 });
  await until(() => expect(fake.deployments.get(4)?.state).toBe('live'));
  expect(readlinkSync(join(core.folder, 'sites/hello/production/current'))).toBe('releases/1');
  Object.assign(fake.deployments.get(2) as object, { state: 'running' });
  fake.emit(deploymentRequested, {
    project: 'hello',
    environment: 'production',
    deploymentId: 2,
    repository: 'ada/hello',
    private: false,
    sha: '1'.repeat(40),
  });
  await until(() => expect(fake.deployments.get(2)).toMatchObject({ state: 'failed', reason: 'A newer deployment (#4) is already live.' }));
  expect((await core.get('/')).text).toBe('<h1>one</h1>');
});

test('ten releases are kept', async () => {
  await using core = await startCore();
  const wanted = {
    project: 'hello',
    environment: 'production',
    repository: 'ada/hello',
    target: 'site' as const,
    artifact: 'site',
    sha: '1'.repeat(40),
    branch: 'main',
    traceId: '',
    pipelineNumber: 1,
  };
  core.fake.keepSite(1, tarOf([{ path: 'index.html', text: 'x' }]));
  for (let id = 1; id <= 12; id++) {
    core.fake.mcp.state.requestDeployment(wanted);
    await until(() => expect(core.fake.deployments.get(id)?.state).toBe('live'));
  }
  const releases = join(core.folder, 'sites/hello/production/releases');
  await until(() => expect(readdirSync(releases)).toHaveLength(10));
  expect(existsSync(join(releases, '12'))).toBe(true);
});

test('a completed task is validated by what the forge shows, not by what it claims', async () => {
  await using core = await startCore();
  const { fake } = core;
  const base = {
    project: 'hello',
    repository: 'ada/hello',
    title: '',
    description: '',
    priority: 'high' as const,
    traceId: '',
    state: 'completed' as const,
  };
  const triage = { ...base, role: 'triage', input: { branch: 'main' } };
  const tasks = [
    fake.mcp.state.addTask({ ...triage, result: { issue: 1, action: 'opened' } }),
    fake.mcp.state.addTask({ ...triage, result: { issue: 2, action: 'opened' } }),
    fake.mcp.state.addTask({ ...triage, input: { branch: 'main', resolved: true }, result: { issue: 1, action: 'closed' } }),
    fake.mcp.state.addTask({ ...base, role: 'reviewer', input: { sha: '1'.repeat(40) }, result: {} }),
    fake.mcp.state.addTask({ ...base, role: 'reviewer', input: { sha: '2'.repeat(40) }, result: {} }),
  ];
  fake.repository.issues.push({
    number: 1,
    title: 'x',
    body: '<!-- mosaic:triage branch=main -->',
    state: 'open',
    author: 'triage',
    comments: [],
  });
  fake.repository.issues.push({ number: 2, title: 'x', body: 'unrelated', state: 'open', author: 'triage', comments: [] });
  fake.repository.statuses.push({ sha: '1'.repeat(40), state: 'success', context: 'mosaic/review', target_url: '', description: '' });
  for (const { id: taskId, key, role } of tasks) {
    const of = { taskId, key, project: 'hello', holder: role, epoch: 1, role, repository: 'ada/hello', private: false };
    fake.emit(taskChanged, { ...of, state: 'completed' });
  }
  await until(() => expect(tasks.map(({ state }) => state)).toEqual(['validated', 'ready', 'ready', 'validated', 'ready']));
  expect(tasks[1]?.reason).toBe('issue #2 is not the one of the branch');
  expect(tasks[2]?.reason).toBe('issue #1 is still open');
});
