import type { Caller } from '@mosaic/platform/identity';

import { reaches, worksForAll, type Level } from '../repos/repository-policy.ts';

/** Statuses are for those who may write, and for the platform's services and built-in agents, whose grant says so. */
export function maySetStatus(caller: Pick<Caller, 'kind' | 'role'>, level: Level): boolean {
  return reaches(level, 'write') || worksForAll(caller);
}
