import { TestStack } from '@mosaic/testing/stack';

/** A stack as people run it: without the check of every answer against its contract, which only tests switch on. */
export function createBenchStack(): Promise<TestStack> {
  return TestStack.create({ environment: { MOSAIC_CHECK_ANSWERS: 'false' } });
}
