import { expect, it } from 'vitest';

import { Pipeline } from '@mosaic/contracts/woodpecker';

import { graphOf } from './pipeline-graph.ts';

const step = (pid: number, name: string, took: number, extra: object = {}) => ({
  id: pid,
  pid,
  name,
  state: 'success',
  started: 100,
  finished: 100 + took,
  ...extra,
});
const pipeline = (workflows: object[]): Pipeline =>
  Pipeline.parse({ id: 1, number: 1, event: 'push', status: 'success', commit: 'a', branch: 'main', workflows });

it('puts steps in a row and a dependent workflow behind', () => {
  const { nodes, edges } = graphOf(
    pipeline([
      { id: 2, pid: 2, name: 'deploy', state: 'success', depends_on: ['build'], children: [step(9, 'ship', 1)] },
      { id: 1, pid: 1, name: 'build', state: 'success', children: [step(1, 'clone', 1), step(2, 'make', 5)] },
    ]),
  );
  expect(nodes.map(({ id, column, row }) => [id, column, row])).toEqual([
    ['build/clone', 0, 0],
    ['build/make', 1, 0],
    ['deploy/ship', 2, 1],
  ]);
  expect(edges.map(({ from, to }) => `${from} ${to}`)).toEqual(['build/clone build/make', 'build/make deploy/ship']);
});

it('draws named dependencies as a graph and marks the longest way', () => {
  const { nodes } = graphOf(
    pipeline([
      {
        id: 1,
        pid: 1,
        name: 'ci',
        state: 'success',
        children: [
          step(1, 'clone', 1, { depends_on: [] }),
          step(2, 'lint', 2, { depends_on: ['clone'] }),
          step(3, 'test', 9, { depends_on: ['clone'] }),
          step(4, 'pack', 1, { depends_on: ['lint', 'test'] }),
        ],
      },
    ]),
  );
  expect(nodes.map(({ id, column, row }) => [id, column, row])).toEqual([
    ['ci/clone', 0, 0],
    ['ci/lint', 1, 0],
    ['ci/test', 1, 1],
    ['ci/pack', 2, 0],
  ]);
  expect(nodes.filter(({ isCritical }) => isCritical).map(({ step: { name } }) => name)).toEqual(['clone', 'test', 'pack']);
});
