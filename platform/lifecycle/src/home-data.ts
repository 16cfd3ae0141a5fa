import { globSync } from 'node:fs';

/** Whether services have kept rows in this home before, some of them sealed with its key. */
export function holdsData(home: string): boolean {
  return globSync('data/*/*.db', { cwd: home }).length > 0;
}
