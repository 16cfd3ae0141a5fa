import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, describe, expect, it } from 'vitest';

import { BACKENDS, canFence } from '../src/index.ts';
import { backendSuite } from './backend-suite.ts';

const fence = await canFence();
const workRoot = mkdtempSync(join(tmpdir(), 'mosaic-backends-'));
afterAll(() => rmSync(workRoot, { recursive: true, force: true }));

const RUNS_NOTHING = 'it runs no program: steps print their commands and end as their environment says';
const NO_IMAGES = 'it runs shells of the machine, no images';

it('every backend passes the suite', () => {
  expect(Object.keys(BACKENDS).toSorted()).toEqual(['dummy', 'local']);
});

describe('dummy', () => {
  backendSuite(() => BACKENDS.dummy(), {
    gaps: { 'merged streams': RUNS_NOTHING, environment: RUNS_NOTHING, 'shared workspace': RUNS_NOTHING, artifacts: RUNS_NOTHING },
  });
});

describe.skipIf(!fence.ok)(`local ${fence.ok ? '' : `(${fence.reason})`}`, () => {
  backendSuite(() => BACKENDS.local({ workRoot, hiddenPaths: [], network: { doors: [] } }), {
    gaps: { 'an image of the author’s choice': NO_IMAGES, services: NO_IMAGES },
  });
});
