import type { Caller } from '@mosaic/platform/identity';

import type { Owner } from './owner.ts';

/** Whether the caller is this owner. Nobody is an organization: its members are to be told by rows of their own. */
export function owns(caller: Pick<Caller, 'id' | 'kind'>, owner: Pick<Owner, 'kind' | 'principalId'>): boolean {
  return owner.kind === 'user' && caller.kind !== 'anonymous' && caller.id === owner.principalId;
}

/** Under one's own name, in any case; a token that lists repositories makes none. */
export function mayCreateUnder(caller: Pick<Caller, 'login' | 'kind' | 'repositories'>, name: string): boolean {
  return caller.kind !== 'anonymous' && caller.repositories === null && caller.login.toLowerCase() === name.toLowerCase();
}
