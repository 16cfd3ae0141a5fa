import {
  ciPipelineGet,
  ciPipelineList,
  ciPipelineLog,
  ciPipelineRestart,
  forgeFileRead,
  forgeRepositoryList,
  forgeSearch,
  type ToolInput,
} from '@mosaic/contracts/mosaic';
import { newRepository } from '@mosaic/testing/fakes';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { requestId, SHA, startMcp, type McpHarness } from './harness.ts';

/* Each tool that asks the forge or CI through its door: what it answers, the change as another tool sees it, what each input changes. */

const NEXT = 'd'.repeat(40);

let stack: McpHarness;
beforeAll(async () => {
  stack = await startMcp({
    repositories: [
      newRepository({
        id: 1,
        owner: 'ada',
        name: 'hello',
        private: true,
        files: { main: { 'README.md': '# Hello\nOne\nTwo\n' }, next: { 'README.md': '# Next\n' } },
      }),
      newRepository({ id: 2, owner: 'bob', name: 'open' }),
    ],
    pipelines: [
      { repository: 'ada/hello', number: 1, status: 'success', sha: SHA, log: ['one', 'two', 'three'] },
      { repository: 'ada/hello', number: 2, status: 'failure', sha: NEXT, branch: 'next' },
      { repository: 'ada/hello', number: 3, status: 'success', sha: SHA },
    ],
  });
});
afterAll(() => stack[Symbol.asyncDispose]());

test('repositories, page by page', async () => {
  const names = async (input: ToolInput<typeof forgeRepositoryList>) =>
    (await stack.call('ada', forgeRepositoryList, input)).repositories.map(({ repository }) => repository);
  const hello = { repository: 'ada/hello', private: true, defaultBranch: 'main', url: 'http://localhost:8080/ada/hello' };
  const open = { repository: 'bob/open', private: false, defaultBranch: 'main', url: 'http://localhost:8080/bob/open' };
  expect(await stack.call('ada', forgeRepositoryList, {})).toEqual({ repositories: [hello, open] });
  expect(await stack.call('bob', forgeRepositoryList, {})).toEqual({ repositories: [open] });
  expect([await names({ limit: 1 }), await names({ limit: 1, page: 2 })]).toEqual([['ada/hello'], ['bob/open']]);
});

test('a file, at a ref, from a line, so many lines', async () => {
  const read = (input: Partial<ToolInput<typeof forgeFileRead>> = {}) =>
    stack.call('ada', forgeFileRead, { repository: 'ada/hello', path: 'README.md', ...input });
  const whole = { path: 'README.md', fromLine: 1, lines: 3, totalLines: 3, size: 16, truncated: false };
  expect(await read()).toEqual({ ...whole, text: '# Hello\nOne\nTwo\n' });
  expect(await read({ ref: 'next' })).toEqual({ ...whole, text: '# Next\n', lines: 1, totalLines: 1, size: 7 });
  expect(await read({ fromLine: 2 })).toEqual({ ...whole, text: 'One\nTwo\n', fromLine: 2, lines: 2 });
  expect(await read({ lines: 1 })).toEqual({ ...whole, text: '# Hello\n', lines: 1, truncated: true });
  expect(await stack.refusal('ada', forgeFileRead, { repository: 'ada/hello', path: 'none' })).toBe('not_found');
  expect(await stack.refusal('bob', forgeFileRead, { repository: 'ada/hello', path: 'README.md' })).toBe('not_found');
});

test('lines that hold a text, on the default branch or at a ref', async () => {
  const search = (text: string, ref?: string) => stack.call('ada', forgeSearch, { repository: 'ada/hello', text, ref });
  expect(await search('Hello')).toEqual({ matches: [{ path: 'README.md', line: 1, text: '# Hello' }] });
  expect(await search('Two')).toEqual({ matches: [{ path: 'README.md', line: 3, text: 'Two' }] });
  expect(await search('Next', 'next')).toEqual({ matches: [{ path: 'README.md', line: 1, text: '# Next' }] });
  expect(await search('Next')).toEqual({ matches: [] });
  expect(await stack.refusal('bob', forgeSearch, { repository: 'ada/hello', text: 'Hello' })).toBe('not_found');
});

test('pipelines: listed input by input, shown, and run again', async () => {
  const numbers = async (input: Partial<ToolInput<typeof ciPipelineList>> = {}) =>
    (await stack.call('ada', ciPipelineList, { repository: 'ada/hello', ...input })).pipelines.map(({ number }) => number);
  const { pipeline } = await stack.call('ada', ciPipelineGet, { repository: 'ada/hello', number: 2 });
  expect(pipeline).toEqual({
    number: 2,
    repository: 'ada/hello',
    status: 'failure',
    event: 'push',
    branch: 'next',
    sha: NEXT,
    title: 'Say hello',
    author: 'ada',
    createdAt: 1_700_000_000_000,
    startedAt: 1_700_000_000_000,
    finishedAt: 1_700_000_000_000,
    errors: [],
    canceledBy: '',
    workflows: [
      {
        name: 'woodpecker',
        state: 'failure',
        error: '',
        steps: [{ id: 7, name: 'test', state: 'failure', exitCode: 1, error: '', failure: 'fail' }],
      },
    ],
  });
  expect([await numbers(), await numbers({ branch: 'main' }), await numbers({ branch: 'next' })]).toEqual([[3, 2, 1], [3, 1], [2]]);
  const { pipelines, next } = await stack.call('ada', ciPipelineList, { repository: 'ada/hello', limit: 2 });
  expect(pipelines).toMatchObject([{ number: 3 }, { ...pipeline, workflows: [] }]);
  expect(await numbers({ limit: 2, cursor: next as string })).toEqual([1]);

  const again = { requestId: requestId(), repository: 'ada/hello', number: 2 };
  expect(await stack.refusal('bob', ciPipelineRestart, again)).toBe('not_found');
  const { pipeline: restarted } = await stack.call('ada', ciPipelineRestart, again);
  expect(restarted).toMatchObject({ number: 4, repository: 'ada/hello', status: 'pending', sha: NEXT, branch: 'next' });
  expect(await stack.call('ada', ciPipelineGet, { repository: 'ada/hello', number: 4 })).toEqual({ pipeline: restarted });
});

test('a log, from a line or from its end, so many lines', async () => {
  const log = (input: { from?: number; limit?: number } = {}) =>
    stack.call('ada', ciPipelineLog, { repository: 'ada/hello', number: 1, stepId: 7, ...input });
  const [one, two, three] = ['one', 'two', 'three'].map((text, line) => ({ line, text }));
  expect(await log()).toEqual({ lines: [one, two, three], total: 3 });
  expect(await log({ from: 1 })).toEqual({ lines: [two, three], total: 3 });
  expect(await log({ from: -1 })).toEqual({ lines: [three], total: 3 });
  expect(await log({ limit: 1 })).toEqual({ lines: [one], total: 3 });
  expect(await stack.refusal('ada', ciPipelineLog, { repository: 'ada/hello', number: 1, stepId: 8 })).toBe('not_found');
});
