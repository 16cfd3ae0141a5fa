import { expect, test } from 'vitest';

import { ANONYMOUS } from '@mosaic/platform/identity';

import { requireRecorder } from './fact-policy.ts';

test("only the platform's own record events", () => {
  expect(() => requireRecorder({ ...ANONYMOUS, kind: 'service', grants: ['*:*:*'] })).toThrow(
    expect.objectContaining({ code: 'forbidden' }),
  );
  expect(() => requireRecorder({ ...ANONYMOUS, builtIn: true })).not.toThrow();
});
