import { expect, test } from 'vitest';

import { requireAllowedType, requireAssetName } from './asset-policy.ts';

test.each(['a.zip', 'mosaic-1.0_linux amd64.tar.gz', 'Übersicht.pdf', '..a', 'a'.repeat(255)])('%s is a name', (name) =>
  expect(() => requireAssetName(name)).not.toThrow(),
);

test.each(['', '.', '..', 'a/b', 'a\\b', 'a\nb', 'a\0b', '\ud800', 'a'.repeat(256)])('%j is none', (name) =>
  expect(() => requireAssetName(name)).toThrow(),
);

test.each([
  ['a.exe', '', true],
  ['a.exe', '*/*', true],
  ['a.exe', '.zip', false],
  ['a.ZIP', '.zip', true],
  ['a.zip', 'application/zip', true],
  ['a.png', 'image/*', true],
  ['a.png', '.zip, image/*', true],
  ['a.html', '.zip|image/*', false],
  ['none', 'application/octet-stream', true],
])('%s with %j: %s', (name, allowed, fits) => {
  const attempt = expect(() => requireAllowedType(name, allowed));
  if (fits) attempt.not.toThrow();
  else attempt.toThrow(/forbidden/);
});
