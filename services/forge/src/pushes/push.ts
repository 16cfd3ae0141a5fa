import type { Caller } from '@mosaic/platform/identity';

import type { Repository } from '../repositories/repository.ts';

/** One move of a ref that a push asks for; ids of zeros mean that the ref does not exist. */
export interface Command {
  ref: string;
  before: string;
  /** Empty while a commit made through the API has no id yet. */
  after: string;
}

/** A ref that a push has moved, with what its event tells. */
export interface MovedRef extends Command {
  /** What was pushed over was not a part of what was pushed. */
  forced: boolean;
  /** First line of the newest commit's message. */
  title: string;
  /** Of a tag: when it says it was made, else its commit, Unix ms; null where nothing says so. */
  madeAt: number | null;
}

/** A push on its way: its row is committed, its outcome is not known. */
export interface OpenPush {
  id: string;
  kind: 'git' | 'api';
  repository: Repository;
  actor: Pick<Caller, 'uid' | 'login'>;
  traceId: string;
  startedAt: number;
  commands: readonly Command[];
}

/** Who the reflog names for a push. The e-mail tells later, after a crash, whose update an entry was. */
export function reflogIdentity(push: Pick<OpenPush, 'id' | 'actor'>): { name: string; email: string } {
  return { name: push.actor.login, email: reflogEmail(push.id) };
}

export function reflogEmail(pushId: string): string {
  return `push-${pushId}@mosaic.invalid`;
}
