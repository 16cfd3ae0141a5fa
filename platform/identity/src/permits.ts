import { covers, type Permission, type WidePermission } from '@mosaic/contracts/mosaic';

import type { Caller } from './caller.ts';

/** Whether the caller's token carries a right. Pure: what the object itself allows (owner, collaborator) is the service's own policy. */
export function permits({ grants }: Pick<Caller, 'grants'>, right: Permission | WidePermission): boolean {
  return covers(grants, right);
}
