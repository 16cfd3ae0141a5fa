export { mosaic } from './mosaic.ts';
export { TestStack, type TestStackOptions } from './test-stack.ts';
export { freePortBase } from './port-base.ts';
export { until } from './until.ts';
