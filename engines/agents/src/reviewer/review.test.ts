import { expect, test } from 'vitest';

import type { GiteaClient } from '@mosaic/contracts/gitea';
import type { Task } from '@mosaic/contracts/mosaic';

import type { AgentRun } from '../runtime/agent-runtime.ts';
import { conflictMarkers, largeFiles, readInPart, secrets } from './findings.ts';
import { parseDiff } from './parse-diff.ts';
import { review } from './review.ts';
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

function reviewRun(diffs: Record<string, string | null>, statuses: unknown[], before: string): AgentRun {
  const commit = (sha: string, parents = 1) => ({ sha, parents: Array.from({ length: parents }, () => ({ sha: oldest })), files: [] });
  const forge = {
    commits: async (_o: string, _n: string, { limit }: { limit: number }) => ({
      items: [commit(head, 2), commit(middle), commit(oldest)].slice(0, limit),
      total: 3,
    }),
    commitDiff: async (_o: string, _n: string, sha: string) => (sha in diffs ? diffs[sha] : ''),
    contents: async () => [],
    createStatus: async (_o: string, _n: string, sha: string, status: object) => statuses.push({ sha, ...status }),
  };
  return {
    task: { repository: 'ada/hello', role: 'reviewer', input: { sha: head, before, pipelineNumber: 4 } } as unknown as Task,
    agent: 'reviewer',
    publicUrl: 'http://localhost:8080',
    tools: { mcp: async () => Promise.reject(new Error('not needed')), forge: forge as unknown as GiteaClient },
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

test('judges what the push brought, commit by commit, and sets the status on its head', async () => {
  const statuses: unknown[] = [];
  const leak = `${header('conf')}@@ -0,0 +1 @@\n+token=${githubToken}\n`;
  const result = await review(reviewRun({ [middle]: leak, [oldest]: leak }, statuses, oldest));
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
  expect(await review(reviewRun({ [middle]: leak }, statuses, '0'.repeat(40)))).toMatchObject({ result: { state: 'success' } });
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
  const many = Array.from({ length: 50 }, (_, index) => ({ sha: String(index).padStart(40, '0'), parents: [{ sha: oldest }], files: [] }));
  const task = reviewRun({}, statuses, oldest);
  const commits = async () => ({ items: many, total: 80 });
  await review({ ...task, tools: { ...task.tools, forge: { ...task.tools.forge, commits } as unknown as GiteaClient } });
  expect(statuses[0]?.description).toContain('commits before the newest 50');
});

test('a change that the forge does not show is not passed', async () => {
  const statuses: unknown[] = [];
  expect(await review(reviewRun({ [middle]: null }, statuses, oldest))).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('does not show'),
  });
  expect(statuses).toEqual([]);
});
