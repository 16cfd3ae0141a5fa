import { expect, test } from 'vitest';

import { Pipeline } from '@mosaic/contracts/woodpecker';

import { presentPipeline } from './ci-reader.ts';

const child = (more: object) => ({ id: 1, pid: 2, name: 'lint', state: 'failure', exit_code: 4, ...more });
const shown = (more: object) =>
  presentPipeline(
    'ada/hello',
    Pipeline.parse({ id: 1, number: 1, event: 'push', status: 'failure', commit: 'a', branch: 'main', ...more }),
  );

test('what made a pipeline fail reaches the tools: the setting of each step, the words of the workflow, no warnings', () => {
  const workflows = [
    { id: 1, pid: 1, name: 'build', state: 'failure', error: 'took too long', children: [child({ failure: 'ignore' }), child({})] },
  ];
  const errors = [
    { type: 'linter', message: 'no filter', is_warning: true },
    { type: 'compiler', message: 'no secret', is_warning: false, data: { file: 'a.yaml' } },
  ];
  const { workflows: told, errors: faults } = shown({ workflows, errors });
  expect(told[0]).toMatchObject({ error: 'took too long', steps: [{ failure: 'ignore' }, { failure: 'fail' }] });
  expect(faults).toEqual(['a.yaml: no secret']);
});

test.each([
  [{}, ''],
  [{ cancel_info: null }, ''],
  [{ cancel_info: { canceled_by_user: 'ada' } }, 'ada'],
  [{ cancel_info: { canceled_by_step: 'lint' } }, 'step lint'],
  [{ cancel_info: { superseded_by: 12 } }, 'pipeline 12'],
])('who stopped it: %j', (more, by) => {
  expect(shown(more).canceledBy).toBe(by);
});
