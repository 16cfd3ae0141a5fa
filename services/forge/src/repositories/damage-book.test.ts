import { expect, test } from 'vitest';

import { DamageBook } from './damage-book.ts';

const MINUTE_MS = 60_000;

function start() {
  const clock = { now: 0 };
  const damaged = new Set<string>();
  const looked: string[] = [];
  const book = new DamageBook(
    async (name) => {
      looked.push(name);
      return !damaged.has(name);
    },
    () => clock.now,
  );
  const note = (name: string) => {
    damaged.add(name);
    book.note(name);
  };
  return { book, clock, damaged, looked, note };
}

test('names what was met, a handful at most', () => {
  const { book, note } = start();
  expect(book.words()).toBeNull();
  for (const name of ['ada/old', 'ada/b', 'ada/a', 'bob/c', 'bob/d', 'eve/e', 'ada/a']) note(name);
  expect(book.words()).toMatch(/^Damaged: ada\/a, ada\/b, ada\/old, bob\/c, bob\/d and 1 more\. Restore/);
});

test('after an hour it looks again, and goes on telling of what is still damaged', async () => {
  const { book, clock, damaged, looked, note } = start();
  note('ada/mended');
  note('ada/lost');
  clock.now = 50 * MINUTE_MS;
  expect(book.names()).toEqual(['ada/lost', 'ada/mended']);
  expect(looked).toEqual([]);
  damaged.delete('ada/mended');
  clock.now = 61 * MINUTE_MS;
  // What nobody has looked at yet is not over.
  expect(book.names()).toEqual(['ada/lost', 'ada/mended']);
  await expect.poll(() => book.names()).toEqual(['ada/lost']);
  expect(looked).toEqual(['ada/mended', 'ada/lost']);
  clock.now = 200 * MINUTE_MS;
  damaged.clear();
  book.names();
  await expect.poll(() => book.names()).toEqual([]);
});

test('what is met while it looks is kept, and a look that fails says nothing', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const clock = { now: 0 };
  const book = new DamageBook(
    async (name) => (name === 'ada/failing' ? Promise.reject(new Error('busy')) : promise),
    () => clock.now,
  );
  book.note('ada/again');
  book.note('ada/failing');
  clock.now = 61 * MINUTE_MS;
  book.names();
  clock.now += 1;
  book.note('ada/again');
  resolve(true);
  await book[Symbol.asyncDispose]();
  expect(book.names()).toEqual(['ada/again', 'ada/failing']);
});
