import { expect, expectTypeOf, test } from 'vitest';

import { fromJson, toJson, type JsonText } from './json-text.ts';

test('what was written as JSON is read as it was, and nothing as nothing', () => {
  const doors = ['forge', 'ci'] as const;
  const kept = toJson(doors);
  expect(fromJson(kept)).toEqual(['forge', 'ci']);
  expect(fromJson(null as JsonText<string[]> | null)).toBeNull();
  // A list that was only to be read comes back as the reader's own; a plain text is no such column's.
  expectTypeOf(fromJson(kept)).toEqualTypeOf<('forge' | 'ci')[]>();
  expectTypeOf<string>().not.toExtend<JsonText<string[]>>();
});
