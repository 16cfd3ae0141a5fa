import { expect, it } from 'vitest';

import { Pipeline } from '@mosaic/contracts/woodpecker';

import { chooseStep, reasonsOf } from './pipeline-reasons.ts';

const step = (name: string, more: object = {}) => ({ id: name.length, pid: 1, name, state: 'success', started: 1, ...more });
const pipeline = (children: object[], more: object = {}) =>
  Pipeline.parse({
    id: 1,
    number: 3,
    event: 'push',
    status: 'failure',
    commit: 'a',
    branch: 'main',
    workflows: [{ id: 1, pid: 1, name: 'build', state: 'failure', error: 'took longer than 60 minutes', children }],
    ...more,
  });

it('opens the step that made it fail, not the first red one', () => {
  const shown = pipeline([
    step('lint', { state: 'failure', failure: 'ignore', exit_code: 4 }),
    step('test', { state: 'failure', exit_code: 9 }),
  ]);
  expect(chooseStep(shown, '', '')?.step.name).toBe('test');
  expect(chooseStep(shown, 'build', 'lint')?.step.name).toBe('lint');
  expect(chooseStep(pipeline([step('lint', { state: 'failure', failure: 'ignore' }), step('end')]), '', '')?.step.name).toBe('lint');
});

it('tells every reason that the record holds, and warnings as warnings', () => {
  const cancel = (info: object) => reasonsOf(pipeline([], { cancel_info: info })).at(-1)?.text;
  expect(cancel({ canceled_by_user: 'ada' })).toBe('By ada.');
  expect(cancel({ superseded_by: 4 })).toBe('Pipeline #4 took its place.');
  expect(cancel({ canceled_by_step: 'test' })).toContain('Step test');
  const byStep = pipeline([step('test', { state: 'failure' })]);
  for (const [error, texts] of [
    ['The step test failed.', []],
    ['The step test failed. A part of its log was lost.', ['A part of its log was lost.']],
  ] as const) {
    const told = { ...byStep, workflows: byStep.workflows.map((workflow) => ({ ...workflow, error })) };
    expect(reasonsOf(told).map(({ text }) => text)).toEqual(texts);
  }
  const errors = [
    { type: 'linter', message: 'no filter', is_warning: true },
    { type: 'compiler', message: 'no secret', is_warning: false },
  ];
  expect(reasonsOf(pipeline([], { errors })).map(({ tone, text }) => [tone, text])).toEqual([
    ['fail', 'no secret'],
    ['fail', 'took longer than 60 minutes'],
    ['idle', 'no filter'],
  ]);
});
