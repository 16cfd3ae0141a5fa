import { ceilingOf, covers, type Permission, type WidePermission } from '@mosaic/contracts/mosaic';

import type { Caller } from './caller.ts';

/** Why a right is missing: an administrator whose token is narrow is told of the token; everybody else, in the given words, that it is not theirs. */
export function missingRight({ role, login }: Caller, right: Permission | WidePermission, otherwise: string): string {
  const isTheirs = role !== 'anonymous' && covers(ceilingOf({ role, login }), right);
  return isTheirs ? `Your token lacks the grant ${right}.` : otherwise;
}
