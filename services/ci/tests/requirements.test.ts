import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { WOODPECKER_REQUIREMENTS } from '@mosaic/contracts/woodpecker';

test("every requirement of Woodpecker's contract is cited by a test", () => {
  const root = join(import.meta.dirname, '..');
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.test.ts') && !name.includes('node_modules'),
  );
  const text = files.map((name) => readFileSync(join(root, name), 'utf8')).join('\n');
  const cited = new Set(
    [...text.matchAll(/verifies\(([^)]*)\)/g)].flatMap(([, list = '']) => [...list.matchAll(/'([a-z.]+)'/g)].map(([, id]) => id)),
  );
  expect(Object.keys(WOODPECKER_REQUIREMENTS).filter((id) => !cited.has(id))).toEqual([]);
});
