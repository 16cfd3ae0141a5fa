import { expect, it } from 'vitest';

import { formatDuration, formatRelative } from './duration.ts';

it('picks the unit that reads best', () => {
  expect([840, 3240, 42_000, 252_000, 7_500_000].map(formatDuration)).toEqual(['840 ms', '3.2 s', '42 s', '4 min 12 s', '2 h 5 min']);
});

it('never tells the future of clocks that differ by seconds', () => {
  expect(formatRelative(5000, 0)).toBe('just now');
  expect(formatRelative(0, 180_000)).toBe('3 minutes ago');
  expect(formatRelative(0, 86_400_000)).toBe('yesterday');
});
