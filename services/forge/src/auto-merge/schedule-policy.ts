import type { Caller } from '@mosaic/platform/identity';

import { reaches, type Level } from '../repositories/repository-policy.ts';

/** Whether somebody may take a scheduled merge back: who asked for it, and who administers the repository. */
export function mayCancel(caller: Pick<Caller, 'id'>, level: Level, by: { id: string }): boolean {
  return caller.id === by.id || reaches(level, 'admin');
}
