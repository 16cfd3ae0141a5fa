import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { TestStack } from '@mosaic/testing/stack';

const ROOT = join(import.meta.dirname, '../../..');

/** A stack as people run it: packed, and without the check of every answer against its contract, which only tests switch on. */
export async function createBenchStack(): Promise<TestStack> {
  await promisify(execFile)(process.execPath, ['--disable-warning=ExperimentalWarning', join(ROOT, 'tools/launcher/pack.ts')]);
  return TestStack.create({ environment: { MOSAIC_CHECK_ANSWERS: 'false' }, program: join(ROOT, '.cache/packed/server.mjs') });
}
