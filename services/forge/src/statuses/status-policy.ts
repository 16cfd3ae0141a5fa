import type { Caller } from '@mosaic/platform/identity';

import { reaches, type Level } from '../repositories/repository-policy.ts';

/** Statuses are for those who may write, and for the platform's own services and agents, whose grant says so. */
export function maySetStatus(caller: Pick<Caller, 'builtIn'>, level: Level): boolean {
  return reaches(level, 'write') || caller.builtIn;
}
