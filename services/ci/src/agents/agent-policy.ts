import type { Caller } from '@mosaic/platform/identity';

import { requireCiAdministrator } from '../repositories/repository-policy.ts';

/** Agents serve the whole installation: only who administers it sees and changes them. @throws MosaicError (`forbidden`). */
export function requireAgentAdministrator(caller: Caller): void {
  requireCiAdministrator(caller, 'Only administrators see and change the agents that run workflows. Ask one.');
}
