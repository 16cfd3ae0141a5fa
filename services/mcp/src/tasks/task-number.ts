/** Numbers in each two-digit group; groups count from 01 (requirement ID-1). */
const GROUP = 99;

/**
 * The display id of a project's n-th task (from 1): "T.001.01.01.01", with the last group moving first.
 * Has room for 960 million tasks of one project.
 */
export function taskId(n: number): string {
  const rest = n - 1;
  const group = (place: number, width: number) =>
    String((Math.floor(rest / GROUP ** place) % (place === 3 ? 999 : GROUP)) + 1).padStart(width, '0');
  return `T.${group(3, 3)}.${group(2, 2)}.${group(1, 2)}.${group(0, 2)}`;
}
