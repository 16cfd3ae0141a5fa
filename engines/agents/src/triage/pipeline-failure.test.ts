import { expect, test } from 'vitest';

import { failureOf, failureWords } from './pipeline-failure.ts';

const step = (name: string, state: string, exitCode = 0, error = '') => ({ id: 1, name, state, exitCode, error });

test.each([
  [
    {
      status: 'failure',
      errors: [],
      workflows: [{ name: 'a', state: 'failure', steps: [step('build', 'success'), step('test', 'failure', 2)] }],
    },
    'step test exited 2',
  ],
  [
    {
      status: 'failure',
      errors: [],
      workflows: [{ name: 'a', state: 'failure', steps: [step('build', 'error', 0, 'image "x" cannot run here\nmore')] }],
    },
    'step build failed: image "x" cannot run here',
  ],
  [{ status: 'error', errors: ['unknown secret "key"'], workflows: [] }, 'unknown secret "key"'],
  [{ status: 'failure', errors: [], workflows: [{ name: 'a', state: 'error', steps: [] }] }, 'workflow a did not run (error)'],
  [{ status: 'error', errors: [], workflows: [] }, 'it could not be started'],
])('%j', (pipeline, words) => {
  const failure = failureOf(pipeline);
  expect(failure).not.toBeNull();
  expect(failureWords(failure as NonNullable<typeof failure>)).toBe(words);
});

test('a green pipeline has no failure', () => {
  expect(
    failureOf({ status: 'success', errors: [], workflows: [{ name: 'a', state: 'success', steps: [step('b', 'success')] }] }),
  ).toBeNull();
});
