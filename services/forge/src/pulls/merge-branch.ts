import { merge, updateRefs, type MergeOutcome, type MergeRequest, type Repository as GitRepository } from '@mosaic/engines/git';
import { isMosaicError, MosaicError } from '@mosaic/platform/errors';
import type { EventWriter } from '@mosaic/platform/events';

import type { Contributor } from '../contents/content-writer.ts';
import type { ForgeTables } from '../db/schema.ts';
import { reflogIdentity, type Command } from '../pushes/push.ts';
import type { PushSettlement } from '../pushes/push-settlement.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';

/** A branch that moves by a push of our own. */
export interface BranchMove {
  command: Command;
  /** What is written together with the push's row. */
  along?: (writer: EventWriter<ForgeTables>, pushId: string) => Promise<void>;
  by: Contributor;
  title: string;
}

/** Its row first, then the ref, then the events. @throws MosaicError `conflict` where the branch has moved meanwhile. */
export async function moveBranch(
  { pushes, folders }: { pushes: PushSettlement; folders: RepositoryFolders },
  repository: Repository,
  { command, along, by, title }: BranchMove,
): Promise<void> {
  const { caller, cause } = by;
  const push = await pushes.open({ kind: 'api', repository, caller, traceId: cause.traceId, commands: [command], along });
  const change = { ref: command.ref, oldId: command.before, newId: command.after };
  try {
    await updateRefs(folders.open(repository.id), [change], { message: title, reflogIdentity: reflogIdentity(push) });
  } catch (error) {
    await pushes.settleFromRefs(push);
    if (isMosaicError(error, 'precondition_failed', 'conflict'))
      throw new MosaicError('conflict', 'merge push out of date: the branch has moved meanwhile; try again.', { cause: error });
    throw error;
  }
  await pushes.settleAs(push, [command]);
}

/** Answers the commit that the ref is to move to. */
export async function makeMerge(
  git: GitRepository,
  { by, ...request }: Omit<MergeRequest, 'committer'> & { by: Contributor },
): Promise<string> {
  const committer = { name: by.caller.name || by.caller.login, email: by.email };
  const outcome = await merge(git, { ...request, committer });
  if (outcome.kind === 'merged') return outcome.commitId;
  throw refusalOf(outcome);
}

function refusalOf(outcome: Exclude<MergeOutcome, { kind: 'merged' }>): MosaicError {
  switch (outcome.kind) {
    case 'conflict': {
      const files = outcome.conflicts
        .slice(0, 20)
        .map((path) => path.toWellFormed())
        .join(', ');
      const where = outcome.at === null ? '' : ` at ${outcome.at.slice(0, 10)}`;
      return new MosaicError(
        'conflict',
        `merge failed because of conflict${where} in: ${files}${outcome.conflicts.length > 20 ? ' …' : ''}`,
      );
    }
    case 'unrelated':
      return new MosaicError('conflict', 'merge failed because of unrelated histories');
    case 'diverged':
      return new MosaicError(
        'conflict',
        'The base has commits that the head has not, so that it cannot be fast-forwarded; update the head first.',
      );
    case 'nothing':
      return new MosaicError('conflict', 'The base has all of it already; there is nothing to merge.');
    case 'differs':
      return new MosaicError('conflict', 'Its commits one by one make something else than the change as a whole; merge or squash it.');
    case 'too-many':
      return new MosaicError(
        'conflict',
        `More than ${outcome.limit} commits are not rebased here; do it with git, or merge them in another way.`,
      );
  }
}
