import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import { isCiAdministrator } from '../repositories/repository-policy.ts';

/** Agents serve the whole installation: only who administers it sees and changes them. @throws MosaicError (`forbidden`). */
export function requireAgentAdministrator(caller: Caller): void {
  if (!isCiAdministrator(caller))
    throw new MosaicError('forbidden', 'Only administrators see and change the agents that run workflows. Ask one.');
}
