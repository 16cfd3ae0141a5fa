import { expect, test } from 'vitest';

import { createGiteaClient, type GiteaClient } from '@mosaic/contracts/gitea';
import type { Pipeline, Task, ToolDatum } from '@mosaic/contracts/mosaic';
import type { WireRequest, WireResponse } from '@mosaic/contracts/wire';

import type { AgentRun, CallMcp } from '../runtime/agent-runtime.ts';
import { branchMarker } from './issue-marker.ts';
import { runToEnd } from '../runtime/run-to-end.ts';
import { triage } from './triage.ts';

const resultOf = (given: AgentRun) => runToEnd(triage(given), { signal: given.signal, onStep: () => undefined });

interface StoredIssue {
  number: number;
  title: string;
  body: string;
  state: 'open' | 'closed';
  user: { login: string };
}

/** A forge of one repository, kept in memory behind the client. */
function memoryForge(issues: StoredIssue[] = []) {
  const comments: { issue: number; body: string; user: { login: string } }[] = [];
  const user = { login: 'triage' };
  const answer = ({ method, path, body }: WireRequest): object => {
    const { pathname, searchParams } = new URL(path, 'http://forge');
    const [number, part] = pathname.replace(/^\/api\/v1\/repos\/ada\/hello\/issues\/?/, '').split('/');
    const issue = issues.find((one) => one.number === Number(number));
    if (issue === undefined && method === 'GET') return issues.filter(({ state }) => state === searchParams.get('state')).map(sent);
    if (issue === undefined) {
      const opened: StoredIssue = { number: issues.length + 1, ...(body as { title: string; body: string }), state: 'open', user };
      issues.push(opened);
      return sent(opened);
    }
    if (part === undefined) return sent(Object.assign(issue, body));
    if (method === 'GET') return comments.filter((one) => one.issue === issue.number).map(sent);
    const added = { issue: issue.number, ...(body as { body: string }), user };
    comments.push(added);
    return sent(added);
  };
  const send = async (request: WireRequest) => ({ status: 200, headers: {}, json: async () => answer(request) }) as WireResponse;
  return { forge: createGiteaClient(send), issues, comments };
}

/** With the ids that a forge gives. */
function sent<T extends { user: { login: string } }>(stored: T) {
  return { id: 1, ...stored, user: { id: 1, ...stored.user } };
}

function pipeline(number: number, overrides: Partial<Pipeline> = {}): Pipeline {
  const step = { id: 7, name: 'test', state: 'failure', exitCode: 1, error: '', failure: 'fail' };
  return {
    number,
    repository: 'ada/hello',
    status: 'failure',
    event: 'push',
    branch: 'main',
    sha: 'a'.repeat(40),
    title: 'Break it',
    author: 'ada',
    createdAt: 0,
    startedAt: 0,
    finishedAt: 0,
    errors: [],
    canceledBy: '',
    workflows: [
      { name: 'build', state: 'failure', error: '', steps: [{ ...step, id: 6, name: 'lint', state: 'success', exitCode: 0 }, step] },
    ],
    ...overrides,
  };
}

function run(
  forge: GiteaClient,
  input: Record<string, unknown>,
  pipelines: Pipeline[] = [pipeline(3), pipeline(4)],
  lines = ['not ok 1 - adds'],
): AgentRun {
  const answers: Record<string, (input: { number?: number }) => unknown> = {
    ci_pipeline_get: ({ number }) => ({ pipeline: pipelines.find((known) => known.number === number) }),
    ci_pipeline_list: () => ({ pipelines }),
    ci_pipeline_log: () => ({ lines: lines.map((text, line) => ({ line, text })), total: lines.length }),
  };
  return {
    task: { repository: 'ada/hello', role: 'triage', input: { branch: 'main', sha: 'a'.repeat(40), ...input } } as unknown as Task,
    agent: { login: 'triage', persona: '', model: '' },
    workspace: { folder: async () => '/nowhere' },
    budget: { tokens: 0, seconds: 60, toolCalls: 100 },
    transcript: { note: () => undefined },
    publicUrl: 'http://localhost:8080',
    tools: { mcp: (async ({ name }: ToolDatum, wanted: object) => answers[name]?.(wanted)) as CallMcp, forge },
    signal: new AbortController().signal,
  };
}

test('opens one issue with the failing step, its exit code, the last lines and the link', async () => {
  const { forge, issues } = memoryForge();
  expect(await resultOf(run(forge, { pipelineNumber: 3 }))).toEqual({ outcome: 'completed', result: { issue: 1, action: 'opened' } });
  expect(issues[0]?.title).toBe('Pipeline failed on main: step "test"');
  expect(issues[0]?.body).toContain('exited with code 1');
  expect(issues[0]?.body).toContain('not ok 1 - adds');
  expect(issues[0]?.body).toContain('http://localhost:8080/ada/hello/pipelines/3');
  expect(issues[0]?.body).toContain('rule-based');
});

test('the next failure updates the same issue with one comment, also when the attempt is repeated', async () => {
  const { forge, issues, comments } = memoryForge();
  await resultOf(run(forge, { pipelineNumber: 3 }));
  await resultOf(run(forge, { pipelineNumber: 4 }));
  await resultOf(run(forge, { pipelineNumber: 4 }));
  expect(issues).toHaveLength(1);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body).toContain('failed again: step "test" exited 1');
  expect(issues[0]?.body).toContain('Pipeline #4');
});

test('a green branch closes it, a later failure reopens it', async () => {
  const { forge, issues, comments } = memoryForge();
  await resultOf(run(forge, { pipelineNumber: 3 }));
  expect(await resultOf(run(forge, { pipelineNumber: 4, resolved: true }))).toMatchObject({ result: { action: 'closed' } });
  expect(issues[0]?.state).toBe('closed');
  expect(comments.at(-1)?.body).toContain('passed on `main`');
  expect(await resultOf(run(forge, { pipelineNumber: 4, resolved: true }))).toMatchObject({ result: { action: 'nothing to close' } });
  expect(await resultOf(run(forge, { pipelineNumber: 5 }, [pipeline(5)]))).toMatchObject({ result: { action: 'reopened' } });
  expect(issues[0]?.state).toBe('open');
});

test('a late report of an older pipeline changes nothing', async () => {
  const { forge, issues } = memoryForge();
  await resultOf(run(forge, { pipelineNumber: 4 }));
  const body = issues[0]?.body;
  expect(await resultOf(run(forge, { pipelineNumber: 3 }))).toMatchObject({ result: { action: 'outdated' } });
  expect(issues[0]?.body).toBe(body);
  const passed = [pipeline(6), pipeline(7, { status: 'success' })];
  expect(await resultOf(run(forge, { pipelineNumber: 6 }, passed))).toMatchObject({ result: { action: 'outdated' } });
});

test("an issue of someone else that copies the marker is left alone, as is another branch's", async () => {
  const { forge, issues } = memoryForge([
    { number: 1, title: 'mine', body: branchMarker('main'), state: 'open', user: { login: 'mallory' } },
    { number: 2, title: 'other', body: branchMarker('dev'), state: 'open', user: { login: 'triage' } },
  ]);
  expect(await resultOf(run(forge, { pipelineNumber: 3 }))).toMatchObject({ result: { issue: 3, action: 'opened' } });
  expect(issues.slice(0, 2).map(({ title }) => title)).toEqual(['mine', 'other']);
});

test('log lines cannot end the code block or carry escapes; at most 60 are repeated', async () => {
  const { forge, issues } = memoryForge();
  const lines = [...Array.from({ length: 80 }, (_, index) => `line ${index}`), '```', '\u001B[31mred\u001B[0m @ada'];
  await resultOf(run(forge, { pipelineNumber: 3 }, [pipeline(3)], lines));
  const body = issues[0]?.body ?? '';
  expect(body).toContain('````text\n');
  expect(body).toContain('\nred @ada\n````');
  expect(body).not.toContain('line 21\n');
  expect(body).toContain('line 22\n');
});

test('a step that may fail is named, but not as the reason; the excerpt is of the step that counts, as a terminal shows it', async () => {
  const { forge, issues } = memoryForge();
  const steps = [
    { id: 6, name: 'lint', state: 'failure', exitCode: 4, error: '', failure: 'ignore' },
    { id: 7, name: 'test', state: 'failure', exitCode: 9, error: '', failure: 'fail' },
  ];
  const failed = pipeline(3, { workflows: [{ name: 'build', state: 'failure', error: '', steps }] });
  await resultOf(run(forge, { pipelineNumber: 3 }, [failed], ['download 1%\rdownload 2%\rERROR: the real reason']));
  expect(issues[0]?.title).toBe('Pipeline failed on main: step "test"');
  const body = issues[0]?.body ?? '';
  expect(body).toContain('exited with code 9');
  expect(body).toMatch(/Not the reason.*lint/);
  expect(body).toContain('\nERROR: the real reason\n');
  expect(body).not.toContain('download');
});

test('a workflow that ran out of time says so, with what ran then', async () => {
  const { forge, issues, comments } = memoryForge();
  const steps = [{ id: 7, name: 'test', state: 'killed', exitCode: 137, error: '', failure: 'fail' }];
  const late = (number: number) =>
    pipeline(number, { workflows: [{ name: 'build', state: 'failure', error: 'It took longer than 5 minutes.', steps }] });
  await resultOf(run(forge, { pipelineNumber: 3 }, [late(3)], ['waiting for the server']));
  await resultOf(run(forge, { pipelineNumber: 4 }, [late(4)], ['waiting for the server']));
  expect(issues[0]?.title).toBe('Pipeline failed on main: workflow "build"');
  for (const part of ['It took longer than 5 minutes.', 'Step **test** was running', 'waiting for the server'])
    expect(issues[0]?.body).toContain(part);
  expect(comments[0]?.body).toContain('failed again: workflow build: It took longer than 5 minutes.');
});

test('a configuration that could not be read is reported without a step', async () => {
  const { forge, issues } = memoryForge();
  await resultOf(
    run(forge, { pipelineNumber: 3 }, [
      pipeline(3, { status: 'error', workflows: [], errors: ['.woodpecker.yaml:3: unknown key "comands"'] }),
    ]),
  );
  expect(issues[0]?.title).toBe('Pipeline failed on main: the configuration');
  expect(issues[0]?.body).toContain('.woodpecker.yaml:3: unknown key "comands"');
});

test('a branch name cannot end the hidden marker', () => {
  expect(branchMarker('a-->b')).toBe('<!-- mosaic:triage branch=a--%3Eb -->');
});
