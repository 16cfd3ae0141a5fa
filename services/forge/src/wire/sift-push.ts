import { narrowPush, type PushRequest, type RefStatus } from '@mosaic/engines/git';

import type { Command } from '../pushes/push.ts';
import { refusalOf } from '../pushes/push-rules.ts';
import type { Repository } from '../repositories/repository.ts';

/** What of a push git is asked for, and what is refused by its name. */
export interface Sifted {
  /** null when nothing is left. */
  accepted: PushRequest | null;
  refused: readonly RefStatus[];
}

/** Refuses each ref by itself, as git does; a push that the client calls atomic as a whole. */
export function siftPush(
  repository: Pick<Repository, 'archived' | 'defaultBranch'>,
  push: PushRequest,
  protection: (command: Command) => string | null,
): Sifted {
  const reasons = new Map<string, string | null>();
  // Judged and recorded by name: of a ref named twice neither could be told from the other.
  for (const command of commandsOf(push))
    reasons.set(
      command.ref,
      reasons.has(command.ref) ? 'the push names this ref more than once' : (refusalOf(repository, command) ?? protection(command)),
    );
  const named = [...reasons].filter(([, reason]) => reason !== null);
  if (named.length === 0) return { accepted: push, refused: [] };
  const isAtomic = push.capabilities.includes('atomic');
  const refused = isAtomic
    ? [...reasons].map(([ref, reason]) => [ref, reason ?? 'another ref of this atomic push was refused'] as const)
    : named;
  const accepted = refused.length === reasons.size ? null : narrowPush(push, ({ ref }) => reasons.get(ref) === null);
  return { accepted, refused: refused.map(([ref, reason]) => ({ ref, refused: reason })) };
}

export function commandsOf({ commands }: Pick<PushRequest, 'commands'>): Command[] {
  return commands.map(({ ref, oldId, newId }) => ({ ref, before: oldId, after: newId }));
}
