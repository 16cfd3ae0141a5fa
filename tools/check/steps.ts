import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const bin = (name: string) => join(ROOT, 'node_modules/.bin', name);

/** One part of `mosaic check`: a program with its arguments, run in the checkout. */
export interface Step {
  name: string;
  command: readonly string[];
  /** It takes gigabytes: one of these at a time, so that the whole fits into the 4 GiB of a pipeline's step. */
  isLarge?: boolean;
}

/** In the order that tells most soonest. All of it takes less than a minute on 2 cores. */
export const STEPS: readonly Step[] = [
  { name: 'types', command: ['env', 'GOMEMLIMIT=2GiB', bin('tsc'), '-b'], isLarge: true },
  { name: 'lint', command: [bin('oxlint')], isLarge: true },
  { name: 'format', command: [bin('oxfmt'), '--check'] },
  { name: 'import law', command: [process.execPath, join(ROOT, 'tools/check/import-law.ts')] },
  { name: 'unused code', command: [bin('knip')] },
  { name: 'house rules', command: [process.execPath, join(ROOT, 'tools/check/house-rules.ts')] },
  // Derived pages that nobody renewed; the rest of the project takes too long here.
  {
    name: 'reference',
    command: [
      bin('vitest'),
      'run',
      '--project',
      'conformance',
      'testing/conformance/api-reference.test.ts',
      'testing/conformance/data-reference.test.ts',
    ],
  },
];
