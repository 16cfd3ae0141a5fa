import type { Caller } from '@mosaic/platform/identity';

import { reaches, type Level } from '../repositories/repository-policy.ts';

/** Whoever may write to the repository, and the author (Gitea's rule), may edit, close and reopen an issue or change a comment. */
export function mayEdit(caller: Pick<Caller, 'uid' | 'kind'>, level: Level, author: { uid: number }): boolean {
  return reaches(level, 'write') || (caller.kind !== 'anonymous' && caller.uid === author.uid);
}
