export { runBench, type BenchOptions } from './run-bench.ts';
