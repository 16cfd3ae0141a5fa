import { expect, test } from 'vitest';

import { createGiteaClient, type GiteaClient } from '@mosaic/contracts/gitea';
import type { Task } from '@mosaic/contracts/mosaic';
import type { WireRequest, WireResponse } from '@mosaic/contracts/wire';

import type { AgentRun } from '../runtime/agent-runtime.ts';
import { conflictMarkers, largeFiles, readInPart, secrets } from './findings.ts';
import { parseDiff } from './parse-diff.ts';
import { runToEnd } from '../runtime/run-to-end.ts';
import { review } from './review.ts';

const resultOf = (given: AgentRun) => runToEnd(review(given), { signal: given.signal, onStep: () => undefined });
import { verdictOf } from './review-verdict.ts';

const header = (path: string) => `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n`;
// Put together here, so that no scanner takes this file for a leak.
const awsKey = ['AKIA', 'VT7QX2', 'LM4RPK9WSZ'].join('');
const githubToken = ['ghp', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('_');

test('a diff gives added lines with their numbers; headers inside a hunk are content', () => {
  const diff = `${header('src/a.ts')}@@ -1,2 +1,3 @@\n one\n-two\n+++ not a header\n+three\n${header('b.txt')}@@ -0,0 +1 @@\n+new\n\\ No newline at end of file\n`;
  expect(parseDiff(diff)).toEqual([
    {
      path: 'src/a.ts',
      lines: [
        { number: 2, text: '++ not a header' },
        { number: 3, text: 'three' },
      ],
    },
    { path: 'b.txt', lines: [{ number: 1, text: 'new' }] },
  ]);
});

test('deleted files and binary ones add nothing', () => {
  expect(parseDiff('diff --git a/x b/x\ndeleted file mode 100644\n--- a/x\n+++ /dev/null\n@@ -1 +0,0 @@\n-gone\n')).toEqual([]);
  expect(parseDiff('diff --git a/x.png b/x.png\nBinary files a/x.png and b/x.png differ\n')).toEqual([]);
});

test('quoted names are read as git writes them', () => {
  const quoted = '"b/t\\303\\244\\"x\\\\\\t"';
  expect(parseDiff(`diff --git a/x b/x\n--- /dev/null\n+++ ${quoted}\n@@ -0,0 +1 @@\n+new\n`)[0]?.path).toBe('tä"x\\\t');
});

const lines = (...texts: string[]) => texts.map((text, index) => ({ number: index + 10, text }));

test('conflict markers: all of them, not a heading underline', () => {
  expect(conflictMarkers([{ path: 'a', lines: lines('<<<<<<< HEAD', 'x', '=======', 'y', '>>>>>>> dev') }])).toEqual([
    { rule: 'conflict marker', path: 'a', line: 10 },
  ]);
  expect(conflictMarkers([{ path: 'a.md', lines: lines('Title', '=======') }])).toEqual([]);
});

test('files over 5 MiB', () => {
  expect(
    largeFiles([
      { path: 'a', size: 5 * 1024 * 1024 },
      { path: 'b', size: 5 * 1024 * 1024 + 1 },
    ]),
  ).toEqual([{ rule: 'large file', path: 'b', line: null }]);
});

test('secrets in added lines, with the line and without the secret', async () => {
  const findings = await secrets([{ path: 'deploy.env', lines: lines('# token', `GITHUB_TOKEN=${githubToken}`) }]);
  expect(findings).toEqual([{ rule: 'secret', path: 'deploy.env', line: 11 }]);
  expect(await secrets([{ path: 'readme.md', lines: lines('nothing here') }])).toEqual([]);
});

test('the verdict is short and says that rules judged', () => {
  expect(verdictOf([])).toEqual({ state: 'success', description: 'rule-based: no secrets, conflict markers or large files' });
  const many = verdictOf([{ rule: 'secret', path: 'x'.repeat(300), line: 3 }]);
  expect(many.state).toBe('failure');
  expect(many.description).toHaveLength(140);
  expect(
    verdictOf([
      { rule: 'secret', path: 'a', line: 3 },
      { rule: 'large file', path: 'b', line: null },
    ]).description,
  ).toBe('rule-based: secret in a:3, and 1 more');
});

const [oldest, middle, head] = ['1', '2', '3'].map((digit) => digit.repeat(40)) as [string, string, string];

function commit(sha: string, parents = 1) {
  const person = { name: 'Ada', email: 'ada@localhost' };
  return {
    sha,
    commit: { message: 'words', author: person, committer: person },
    parents: Array.from({ length: parents }, () => ({ sha: oldest })),
    files: [],
  };
}

/** A forge of one repository behind the client; what is reviewed adds to `statuses`. */
function memoryForge(
  diffs: Record<string, string | null>,
  statuses: unknown[],
  commits = [commit(head, 2), commit(middle), commit(oldest)],
  toUnknown: { status: number; commits?: unknown[] } = { status: 404 },
) {
  const answer = ({ path, body }: WireRequest): unknown => {
    const { pathname, searchParams } = new URL(path, 'http://forge');
    const inside = pathname.replace('/api/v1/repos/ada/hello', '');
    if (inside === '/commits') {
      const not = searchParams.get('not');
      const end = not === null ? commits.length : commits.findIndex(({ sha }) => sha === not);
      return end === -1 ? (toUnknown.commits ?? null) : commits.slice(0, Math.min(end, Number(searchParams.get('limit'))));
    }
    const [, diffOf] = /^\/git\/commits\/(\w+)\.diff$/.exec(inside) ?? [];
    if (diffOf !== undefined) return diffs[diffOf] === undefined ? '' : diffs[diffOf];
    const [, statusOf] = /^\/statuses\/(\w+)$/.exec(inside) ?? [];
    if (statusOf === undefined) return [];
    const { state, ...status } = body as { state: string };
    statuses.push({ sha: statusOf, state, ...status });
    return { id: statuses.length, status: state, ...status };
  };
  const send = async (request: WireRequest) => {
    const found = answer(request);
    const body = { json: async () => found, text: async () => found ?? 'no such object', discard: async () => undefined };
    return { status: found === null ? toUnknown.status : 200, headers: {}, ...body } as WireResponse;
  };
  return createGiteaClient(send);
}

function reviewRun(forge: GiteaClient, before: string): AgentRun {
  return {
    task: { repository: 'ada/hello', role: 'reviewer', input: { sha: head, before, pipelineNumber: 4 } } as unknown as Task,
    agent: { login: 'reviewer', persona: '', model: '' },
    workspace: { folder: async () => '/nowhere' },
    budget: { tokens: 0, seconds: 60, toolCalls: 100 },
    transcript: { note: () => undefined },
    publicUrl: 'http://localhost:8080',
    tools: { mcp: async () => Promise.reject(new Error('not needed')), forge },
    signal: new AbortController().signal,
  };
}

test('judges what the push brought, commit by commit, and sets the status on its head', async () => {
  const statuses: unknown[] = [];
  const leak = `${header('conf')}@@ -0,0 +1 @@\n+token=${githubToken}\n`;
  const result = await resultOf(reviewRun(memoryForge({ [middle]: leak, [oldest]: leak }, statuses), oldest));
  expect(result).toMatchObject({ outcome: 'completed', result: { state: 'failure', findings: [{ path: 'conf', line: 1 }] } });
  expect(statuses).toEqual([
    {
      sha: head,
      state: 'failure',
      description: 'rule-based: secret in conf:1',
      context: 'mosaic/review',
      target_url: 'http://localhost:8080/ada/hello/pipelines/4',
    },
  ]);
  expect(JSON.stringify([result, statuses])).not.toContain(githubToken);
  expect(JSON.stringify(await secrets([{ path: 'a', lines: lines(`aws_access_key_id = ${awsKey}`) }]))).not.toContain(awsKey);
});

test('a new branch is judged by its head alone', async () => {
  const statuses: unknown[] = [];
  const leak = `${header('conf')}@@ -0,0 +1 @@\n+token=${githubToken}\n`;
  expect(await resultOf(reviewRun(memoryForge({ [middle]: leak }, statuses), '0'.repeat(40)))).toMatchObject({
    result: { state: 'success' },
  });
});

test.each([
  ['set back to one of its own commits', { status: 200, commits: [] }],
  ['forced away from a commit that is gone', { status: 404 }],
  ['forced away from a commit that the forge stumbles over', { status: 500 }],
])('a branch that was %s is judged by what is there now', async (_how, toUnknown) => {
  const leak = `${header('conf')}@@ -0,0 +1 @@\n+token=${githubToken}\n`;
  const forge = memoryForge({ [middle]: leak }, [], undefined, toUnknown);
  expect(await resultOf(reviewRun(forge, '9'.repeat(40)))).toMatchObject({ outcome: 'completed', result: { state: 'failure' } });
});

test('a commit that is gone again cannot be judged', async () => {
  for (const before of [oldest, '0'.repeat(40)])
    expect(await resultOf(reviewRun(memoryForge({}, [], []), before))).toMatchObject({
      outcome: 'failed',
      reason: expect.stringContaining('is not in the repository any more'),
    });
});

test('what nobody looked at is told', async () => {
  expect(verdictOf([], ['commits before the newest 50']).description).toContain('not all was looked at: commits before the newest 50');
  expect(
    readInPart([
      { path: 'big', lines: lines('x'.repeat(2_000_001)) },
      { path: 'small', lines: lines('x') },
    ]),
  ).toEqual(['big']);
  const statuses: { description?: string }[] = [];
  const many = Array.from({ length: 50 }, (_, index) => commit(String(index).padStart(40, '0')));
  await resultOf(reviewRun(memoryForge({}, statuses, many), oldest));
  expect(statuses[0]?.description).toContain('commits before the newest 50');
});

test('a change that the forge does not show is not passed', async () => {
  const statuses: unknown[] = [];
  expect(await resultOf(reviewRun(memoryForge({ [middle]: null }, statuses), oldest))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('does not show'),
  });
  expect(statuses).toEqual([]);
});
