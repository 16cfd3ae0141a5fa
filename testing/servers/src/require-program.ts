import { globSync } from 'node:fs';

/**
 * The path of a program that a test needs, or null when the machine lacks it: the test is then skipped with the reason. With
 * MOSAIC_TEST_REQUIRE=all (CI) its absence is a fault instead. The path may be a pattern; the last match wins.
 */
export function requireProgram(pattern: string): string | null {
  const found = globSync(pattern).toSorted().at(-1) ?? null;
  if (found === null && process.env['MOSAIC_TEST_REQUIRE'] === 'all') throw new Error(`${pattern} is needed; run: ./mosaic test --install`);
  return found;
}
