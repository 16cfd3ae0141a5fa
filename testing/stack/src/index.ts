export { openDemoProject, type DemoProject, type TimedPush } from './demo-project.ts';
export { HOPS, type Hop } from './kill/hops.ts';
export { newSeed } from './kill/random.ts';
export { runKillMatrix, type Kill, type KillMatrixOptions, type KillReport } from './kill-matrix.ts';
export { mosaic } from './mosaic.ts';
export { processTree, stillRuns, type ProcessEntry } from './process-tree.ts';
export { TestStack, type TestPerson, type TestStackOptions } from './test-stack.ts';
export { freePortBase } from './port-base.ts';
export { until } from './until.ts';
