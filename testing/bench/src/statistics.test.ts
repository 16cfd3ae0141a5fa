import { expect, test } from 'vitest';

import { median, quantile, significant, summarise } from './statistics.ts';

test('the median of an odd and of an even number of values, in any order', () => {
  expect(median([9, 1, 5])).toBe(5);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([7])).toBe(7);
});

test('values are compared as numbers, not as text, and left in their order', () => {
  const values = [100, 20, 3];
  expect(median(values)).toBe(20);
  expect(values).toEqual([100, 20, 3]);
});

test('quantiles interpolate between neighbours as type 7 does', () => {
  const values = [10, 20, 30, 40, 50];
  expect(quantile(values, 0)).toBe(10);
  expect(quantile(values, 1)).toBe(50);
  expect(quantile(values, 0.1)).toBeCloseTo(14, 10);
  expect(quantile(values, 0.9)).toBeCloseTo(46, 10);
});

test('one slow value moves neither the median nor the number of values', () => {
  const values = Array.from({ length: 20 }, (_, index) => index + 1);
  const withStraggler = [...values.slice(0, 19), 10_000];
  expect(summarise(withStraggler)).toMatchObject({ median: 10.5, n: 20 });
});

test('no values and impossible shares are refused', () => {
  expect(() => median([])).toThrow(RangeError);
  expect(() => quantile([1], 1.5)).toThrow(RangeError);
  expect(() => quantile([1], Number.NaN)).toThrow(RangeError);
});

test('figures keep three digits below a thousand and are whole above', () => {
  expect(significant(1.23456)).toBe(1.23);
  expect(significant(0.00012345)).toBe(0.000123);
  expect(significant(287.41)).toBe(287);
  expect(significant(-45.678)).toBe(-45.7);
  expect(significant(12_345.6)).toBe(12_346);
});
