import { expect, test } from 'vitest';

import type { Pipeline } from '@mosaic/contracts/mosaic';

import { failureOf, failureWords } from './pipeline-failure.ts';

type Told = Parameters<typeof failureOf>[0];
type Step = Pipeline['workflows'][number]['steps'][number];

const step = (name: string, state: string, more: Partial<Step> = {}): Step => ({
  id: 1,
  name,
  state,
  exitCode: 0,
  error: '',
  failure: 'fail',
  ...more,
});
const workflow = (state: string, steps: Step[], error = '', name = 'a') => ({ name, state, error, steps });
const told = (status: string, workflows: Told['workflows'], more: Partial<Told> = {}): Told => ({
  status,
  errors: [],
  canceledBy: '',
  workflows,
  ...more,
});
const lint = step('lint', 'failure', { exitCode: 4, failure: 'ignore' });
const LIMIT = 'The workflow took longer than its limit of 5 minutes.';

test.each<[string, Told, string]>([
  [
    'a step',
    told('failure', [workflow('failure', [step('build', 'success'), step('test', 'failure', { exitCode: 2 })])]),
    'step test exited 2',
  ],
  [
    'not the one that may fail',
    told('failure', [workflow('failure', [lint, step('test', 'failure', { exitCode: 9 })])]),
    'step test exited 9',
  ],
  [
    'not one of a green workflow',
    told('failure', [workflow('success', [lint]), workflow('failure', [step('b', 'failure', { exitCode: 1 })], '', 'b')]),
    'step b exited 1',
  ],
  [
    'a step whose log was lost with the room on the disk',
    told('failure', [
      workflow(
        'failure',
        [step('test', 'failure', { exitCode: 1 })],
        'The step test failed. A part of the log could not be kept: The disk is full; free some space and try again.',
      ),
    ]),
    'step test exited 1 (A part of the log could not be kept: The disk is full; free some space and try again.)',
  ],
  [
    'a step that failed, as the workflow says too',
    told('failure', [workflow('failure', [step('t', 'failure', { exitCode: 1 })], 'The step t failed.')]),
    'step t exited 1',
  ],
  [
    'a step that could not start',
    told('failure', [workflow('failure', [step('build', 'failure', { exitCode: 1, error: 'image "x" cannot run here\nmore' })])]),
    'step build failed: image "x" cannot run here',
  ],
  [
    'a killed step in words, not by the code that a shell gives it',
    told('failure', [workflow('failure', [step('test', 'failure', { exitCode: 137, error: 'The step was ended by SIGKILL.' })])]),
    'step test failed: The step was ended by SIGKILL.',
  ],
  [
    'the limit of time',
    told('failure', [workflow('failure', [lint, step('test', 'killed', { exitCode: 137 })], LIMIT)]),
    `workflow a: ${LIMIT} (step test was running)`,
  ],
  [
    'a lost runner',
    told('failure', [workflow('failure', [step('a', 'success')], 'Its runner stopped answering.')]),
    'workflow a: Its runner stopped answering.',
  ],
  ['a person', told('killed', [workflow('killed', [step('test', 'killed', { exitCode: 137 })])], { canceledBy: 'ada' }), 'stopped by ada'],
  [
    'a newer pipeline',
    told('killed', [workflow('killed', [step('test', 'killed', { exitCode: 137 })])], { canceledBy: 'pipeline 12' }),
    'stopped because pipeline #12 took its place',
  ],
  [
    'a step that stops all',
    told('killed', [workflow('killed', [step('deploy', 'killed'), step('lint', 'failure', { exitCode: 5, failure: 'cancel' })])], {
      canceledBy: 'step lint',
    }),
    'step lint exited 5',
  ],
  ['the configuration', told('error', [], { errors: ['unknown secret "key"'] }), 'unknown secret "key"'],
  ['a workflow without a word', told('failure', [workflow('error', [])]), 'workflow a did not run (error)'],
  ['nothing known', told('error', []), 'it could not be started'],
])('%s', (_name, pipeline, words) => {
  const failure = failureOf(pipeline);
  expect(failure).not.toBeNull();
  expect(failureWords(failure as NonNullable<typeof failure>)).toBe(words);
});

test('a green pipeline has no failure', () => {
  expect(failureOf(told('success', [workflow('success', [lint, step('b', 'success')])]))).toBeNull();
});
