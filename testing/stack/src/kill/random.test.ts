import { expect, test } from 'vitest';

import { createRandom } from './random.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
});

test('numbers spread over the whole range', () => {
  const random = createRandom(1);
  const tenths = new Set(Array.from({ length: 1000 }, () => Math.floor(random() * 10)));
  expect([...tenths].toSorted((left, right) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});
