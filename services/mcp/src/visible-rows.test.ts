import { expect, test } from 'vitest';

import { visiblePage } from './visible-rows.ts';

const ROWS = Array.from({ length: 450 }, (_, index) => ({ id: index + 1 }));
type Row = (typeof ROWS)[number];

/** A list of 450 rows; `asked` counts how many were asked about before each answer came. */
function list(isVisible: (row: Row) => boolean) {
  const together: number[] = [];
  let open = 0;
  const page = (limit: number, after: Row | null = null) =>
    visiblePage<Row>({
      limit,
      after,
      next: async (previous, chunk) => ROWS.filter(({ id }) => id > (previous?.id ?? 0)).slice(0, chunk),
      async isVisible(row) {
        open += 1;
        await Promise.resolve();
        if (open > 0) together.push(open);
        open = 0;
        return isVisible(row);
      },
    });
  return { page, together };
}

test('rows are asked about together, so that the forge is asked once for many', async () => {
  const { page, together } = list(({ id }) => id === 120);
  expect((await page(10)).rows).toEqual([{ id: 120 }]);
  expect(together).toEqual(Array.from({ length: 9 }, () => 50));
});

test('a page ends with its last row that is seen, and goes on after it', async () => {
  const { page } = list(({ id }) => id % 100 === 0);
  const first = await page(2);
  expect(first).toEqual({ rows: [{ id: 100 }, { id: 200 }], last: { id: 200 }, isLastShown: true });
  expect(await page(2, { id: 200 })).toEqual({ rows: [{ id: 300 }, { id: 400 }], last: null, isLastShown: false });
  expect((await page(0)).rows).toEqual([]);
});
