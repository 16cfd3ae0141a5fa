import { expect, test } from 'vitest';

import { DamageBook } from './damage-book.ts';

test('names what was met within the hour, a handful at most', () => {
  let now = 0;
  const book = new DamageBook(() => now);
  expect(book.words()).toBeNull();
  book.note('ada/old');
  now = 50 * 60_000;
  for (const name of ['ada/b', 'ada/a', 'bob/c', 'bob/d', 'eve/e', 'ada/a']) book.note(name);
  expect(book.words()).toMatch(/^Damaged: ada\/a, ada\/b, ada\/old, bob\/c, bob\/d and 1 more\. Restore/);
  now = 61 * 60_000;
  expect(book.words()).toMatch(/^Damaged: ada\/a, ada\/b, bob\/c, bob\/d, eve\/e\. /);
  now = 200 * 60_000;
  expect(book.words()).toBeNull();
});
