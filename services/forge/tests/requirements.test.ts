import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { REQUIREMENTS } from '@mosaic/contracts/gitea';

it('every requirement of the dialect is cited by a test', async () => {
  const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.test.ts') && name !== 'requirements.test.ts');
  const texts = await Promise.all(names.map((name) => readFile(join(import.meta.dirname, name), 'utf8')));
  const cited = new Set(
    texts.flatMap((text) => [...text.matchAll(/verifies\(([^)]*)\)/g)].flatMap(([, ids]) => ids?.match(/gitea\.[a-z.-]+/g) ?? [])),
  );
  const known = REQUIREMENTS.map(({ id }) => id as string);
  expect(known.filter((id) => !cited.has(id))).toEqual([]);
  expect([...cited].filter((id) => !known.includes(id))).toEqual([]);
});
