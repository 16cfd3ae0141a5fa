export { runDemo, type DemoHop, type DemoOptions, type DemoResult } from './run-demo.ts';
export { gitWithToken } from './git.ts';
