import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test, vi } from 'vitest';

import { openDatabaseFile } from '@mosaic/testing/servers';

import { REPO, type FakePlatform } from './fake-platform.ts';
import { PROJECT, startCore } from './harness.ts';
import { siteTar, tarOf } from './tar-of.ts';

const until = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 8_000, interval: 20 });
const NEW = '0'.repeat(40);

function push(fake: FakePlatform, digit: string, options: { time?: number; before?: string } = {}) {
  return fake.emit(
    'dev.mosaic.ref.updated',
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
    fake.emit('dev.cdevents.repository.created', { ...REPO, defaultBranch: 'main' });
    push(fake, '1');
  });
  const { fake } = core;
  await until(() => expect(fake.requests).toContain('POST /-/hooks/9/deliveries'));
  expect(fake.requests).toContain('POST /api/repos?forge_remote_id=5');
  // Recorded late, but it happened before CI was enabled.
  push(fake, '2', { time: 1 });
  await until(() => expect(fake.requests.filter((line) => line === 'POST /-/hooks/9/deliveries').length).toBeGreaterThanOrEqual(2));
  expect(fake.requests.some((line) => line.includes('/hooks/10/'))).toBe(false);
  const sent = fake.requests.length;
  push(fake, '3', { time: Date.now() + 60_000 });
  fake.finishPipeline(9, { status: 'success' });
  await until(() => expect(fake.outcomes()).toHaveLength(1));
  expect(fake.requests.slice(sent).filter((line) => line.includes('/deliveries'))).toEqual([]);
});

test('green on the default branch: live, reviewed, told once', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.files.set('.mosaic.yaml', PROJECT);
  fake.artifacts.set('3/artifacts/site', siteTar('three'));
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
  expect([...fake.tasks.values()]).toMatchObject([
    { role: 'reviewer', input: { sha: '3'.repeat(40), before: '2'.repeat(40), pipelineNumber: 3 } },
  ]);
  expect(fake.collaborators.get('reviewer')).toBe('write');
  // One release was fetched although both the pipeline's run and the request's run carried it out.
  expect(fake.requests.filter((line) => line.includes('/artifacts/'))).toHaveLength(1);
});

test('red wakes triage with the reason; green again closes; a restart of core repeats nothing', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.files.set('.mosaic.yaml', PROJECT);
  fake.artifacts.set('4/artifacts/site', siteTar('four'));
  fake.pipeline = {
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
  };
  fake.finishPipeline(3, { status: 'failure' });
  await until(() => expect(fake.outcomes()).toHaveLength(1));
  expect(fake.outcomes()[0]).toMatchObject({ outcome: 'failed', summary: 'step test exited 1' });
  await core.stop();
  await core.start();
  fake.finishPipeline(4);
  await until(() => expect(fake.outcomes()).toHaveLength(2));
  expect([...fake.tasks.values()].map(({ role, input }) => [role, input['resolved']])).toEqual([
    ['triage', false],
    ['reviewer', false],
    ['triage', true],
  ]);
  expect(fake.calls.filter(({ tool }) => tool === 'event_record')).toHaveLength(2);
});

test('a run whose row cannot be read keeps neither the start nor the others', async () => {
  await using core = await startCore();
  const { fake } = core;
  fake.files.set('.mosaic.yaml', PROJECT);
  await core.stop();
  {
    using database = openDatabaseFile(join(core.folder, 'core.db'));
    database.exec("insert into runs (id, kind, state, input, outcome, created_at) values ('broken', 'pipeline', 'open', '{', '', 1)");
  }
  await core.start();
  fake.artifacts.set('4/artifacts/site', siteTar('four'));
  fake.finishPipeline(4);
  await until(() => expect(fake.outcomes()).toHaveLength(1));
});

test('a faulty .mosaic.yaml is an outcome with file, line and fault', async () => {
  await using core = await startCore();
  core.fake.files.set('.mosaic.yaml', 'deploy:\n  - name: production\n    target: rocket\n    artifact: site\n');
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
  fake.files.set('.mosaic.yaml', PROJECT);
  fake.artifacts.set('3/artifacts/site', siteTar('three'));
  fake.artifacts.set('4/artifacts/site', siteTar('four'));
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
  fake.files.set('.mosaic.yaml', PROJECT);
  fake.outages.set('/api/v1', 5);
  for (let number = 1; number <= 12; number++) {
    fake.artifacts.set(`${number}/artifacts/site`, siteTar(`site ${number}`));
    fake.finishPipeline(number, { sha: 'b'.repeat(40) });
  }
  await until(() => expect(fake.outcomes()).toHaveLength(12));
  expect(new Set(fake.outcomes().map(({ pipelineNumber }) => pipelineNumber)).size).toBe(12);
  expect((await core.get('/')).text).toBe('<h1>site 12</h1>');
});

test('a pull request deploys nothing, whatever its file says', async () => {
  await using core = await startCore();
  core.fake.files.set('.mosaic.yaml', PROJECT);
  core.fake.finishPipeline(3, { event: 'pull_request', ref: 'refs/pull/1/head' });
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({ outcome: 'passed' });
  expect(core.fake.deployments.size).toBe(0);
});

test('a project name of another repository is refused in words', async () => {
  await using core = await startCore();
  core.fake.projects.set('hello', 'bob/hello');
  core.fake.files.set('.mosaic.yaml', PROJECT);
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
  core.fake.files.set('.mosaic.yaml', PROJECT);
  core.fake.artifacts.set('3/artifacts/site', siteTar('bad', extra));
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  expect(core.fake.outcomes()[0]).toMatchObject({ outcome: 'deploy_failed', summary: expect.stringContaining(words) });
  expect(core.fake.deployments.get(1)?.state).toBe('failed');
  expect(readdirSync(join(core.folder, 'sites/hello/production/releases'))).toEqual([]);
  expect((await core.get('/')).status).toBe(404);
});

test('a missing artifact and an archive that is none say what to do', async () => {
  await using core = await startCore();
  core.fake.files.set('.mosaic.yaml', PROJECT);
  core.fake.artifacts.set('4/artifacts/site', Buffer.from('this is no tar archive'.repeat(100)));
  core.fake.finishPipeline(3);
  await until(() => expect(core.fake.outcomes()).toHaveLength(1));
  core.fake.finishPipeline(4);
  await until(() => expect(core.fake.outcomes()).toHaveLength(2));
  expect(core.fake.outcomes()[0]?.summary).toContain('mosaic artifact upload FOLDER --name site');
  expect(core.fake.outcomes()[1]?.summary).toContain('not a readable tar archive');
});

test('neighbours that do not answer are asked again until they do', async () => {
  await using core = await startCore((fake) => {
    fake.outages.set('/-/repositories', 2);
    fake.outages.set('/api/v1', 2);
    fake.outages.set('/mcp', 2);
  });
  core.fake.files.set('.mosaic.yaml', PROJECT);
  core.fake.artifacts.set('3/artifacts/site', siteTar('three'));
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
  fake.artifacts.set('1/artifacts/site', siteTar('one'));
  fake.artifacts.set('2/artifacts/site', siteTar('two'));
  fake.request({ ...wanted, pipelineNumber: 1 });
  await until(() => expect(fake.deployments.get(1)?.state).toBe('live'));
  fake.request({ ...wanted, pipelineNumber: 2 });
  await until(() => expect(fake.deployments.get(2)?.state).toBe('live'));
  expect((await core.get('/')).text).toBe('<h1>two</h1>');
  fake.artifacts.clear();
  fake.request({ ...wanted, pipelineNumber: 1, rollbackOf: 1 });
  await until(() => expect(fake.deployments.get(3)?.state).toBe('live'));
  expect((await core.get('/')).text).toBe('<h1>one</h1>');
  // Going back to the roll-back means the same files.
  fake.request({ ...wanted, pipelineNumber: 1, rollbackOf: 3 });
  await until(() => expect(fake.deployments.get(4)?.state).toBe('live'));
  expect(readlinkSync(join(core.folder, 'sites/hello/production/current'))).toBe('releases/1');
  Object.assign(fake.deployments.get(2) as object, { state: 'running' });
  fake.emit('dev.mosaic.deployment.requested', {
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
  core.fake.artifacts.set('1/artifacts/site', tarOf([{ path: 'index.html', text: 'x' }]));
  for (let id = 1; id <= 12; id++) {
    core.fake.request(wanted);
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
    fake.addTask({ ...triage, result: { issue: 1, action: 'opened' } }),
    fake.addTask({ ...triage, result: { issue: 2, action: 'opened' } }),
    fake.addTask({ ...triage, input: { branch: 'main', resolved: true }, result: { issue: 1, action: 'closed' } }),
    fake.addTask({ ...base, role: 'reviewer', input: { sha: '1'.repeat(40) }, result: {} }),
    fake.addTask({ ...base, role: 'reviewer', input: { sha: '2'.repeat(40) }, result: {} }),
  ];
  fake.issues.set(1, { id: 1, number: 1, title: 'x', body: '<!-- mosaic:triage branch=main -->', state: 'open' });
  fake.issues.set(2, { id: 2, number: 2, title: 'x', body: 'unrelated', state: 'open' });
  fake.statuses.set('1'.repeat(40), [{ id: 1, status: 'success', context: 'mosaic/review' }]);
  for (const { id, key, role } of tasks)
    fake.emit('dev.mosaic.task.changed', {
      taskId: id,
      key,
      project: 'hello',
      holder: role,
      epoch: 1,
      state: 'completed',
      role,
      repository: 'ada/hello',
      private: false,
    });
  await until(() => expect(tasks.map(({ state }) => state)).toEqual(['validated', 'failed', 'failed', 'validated', 'failed']));
  expect(tasks[1]?.reason).toBe('issue #2 is not the one of the branch');
  expect(tasks[2]?.reason).toBe('issue #1 is still open');
});
