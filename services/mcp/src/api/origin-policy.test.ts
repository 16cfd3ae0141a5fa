import { expect, test } from 'vitest';

import { isAllowedOrigin } from './origin-policy.ts';

test.each([
  [undefined, true],
  ['https://mosaic.example', true],
  ['http://localhost:6274', true],
  ['http://[::1]:6274', true],
  ['https://hello.mosaic.example', false],
  ['http://hello.localhost:8080', false],
  ['https://evil.example', false],
  ['null', false],
])('an origin of %s: %s', (origin, expected) => {
  expect(isAllowedOrigin(origin, 'https://mosaic.example')).toBe(expected);
});
