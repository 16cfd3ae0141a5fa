import type { Writable } from 'node:stream';

import { DISK_FULL, failPush, receivePack, refusePush, type PushRequest, type RefStatus } from '@mosaic/engines/git';
import { asMosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import type { Caller } from '@mosaic/platform/identity';
import type { Log } from '@mosaic/platform/log';

import type { People } from '../identity/people.ts';
import { writerOf } from '../keys/deploy-caller.ts';
import type { OrganizationReader } from '../organizations/organization-reader.ts';
import type { Guarded, PushGuard } from '../protection/push-guard.ts';
import { reflogIdentity } from '../pushes/push.ts';
import type { PushSettlement } from '../pushes/push-settlement.ts';
import type { Repository } from '../repositories/repository.ts';
import type { RepositoryCreator } from '../repositories/repository-creator.ts';
import type { RepositoryFolders } from '../repositories/repository-folders.ts';
import type { RepositoryReader } from '../repositories/repository-reader.ts';
import { createForPush, type Target } from './push-target.ts';
import { optionLines, remoteLines } from './remote-lines.ts';
import { commandsOf, siftPush } from './sift-push.ts';

/** What carries a push, whichever door it came in by. */
export interface CarryPorts {
  repositories: { reader: RepositoryReader; creator: RepositoryCreator; folders: RepositoryFolders };
  organizations: { reader: OrganizationReader };
  pushes: PushSettlement;
  guard: PushGuard;
  people: People;
  settings: { publicUrl: string; maxPushBytes: number };
  log: Log;
}

/** How a door answers a push: by one of the two, once. */
export interface PushAnswer {
  /** git's bytes go out as they come. */
  begin: () => Writable;
  /** The whole answer to a push that git is not asked for; what the client still sends is read out. */
  refuse: (bytes: Buffer) => Promise<void>;
}

export interface ArrivedPush {
  push: PushRequest;
  target: Target;
  caller: Caller;
  cause: Cause;
  gitProtocol: string | undefined;
  answer: PushAnswer;
}

/** Room for commands and options beside the pack, so that git is the one who explains a pack that is too large. */
export const HEAD_ROOM_BYTES = 16 * 1024 * 1024;
/** What the rules see of a repository that a push would make. */
const UNBORN = { archived: false, defaultBranch: 'main' };

/** Checks a push and carries it out; what is refused before git runs has changed nothing, and makes no repository. */
export async function carryPush(ports: CarryPorts, { target, ...arrived }: ArrivedPush): Promise<void> {
  const { push, answer, caller, cause } = arrived;
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return answer.begin();
  };
  const carryInto = async (repository: Repository): Promise<void> => {
    const guarded = await ports.guard.against(repository.id, writerOf(caller));
    const { accepted, refused } = siftPush(repository, push, guarded.refusalOf);
    if (accepted === null) return refuse(arrived, refused);
    await receive(ports, { ...arrived, push: accepted, refused, guarded, repository, begin });
  };
  try {
    if ('repository' in target) return await carryInto(target.repository);
    const { accepted, refused } = siftPush(UNBORN, push, () => null);
    if (accepted === null) return await refuse(arrived, refused);
    // Since the target was looked for, somebody else may have made it, and given it rules.
    await carryInto(await createForPush(ports.repositories, { caller, name: target.creates, organization: target.organization, cause }));
  } catch (error) {
    // git shows no words of another status.
    if (asMosaicError(error).code !== 'insufficient_storage' || hasBegun) throw error;
    await answer.refuse(failPush(push, DISK_FULL));
  }
}

/** Nothing of it is left. */
async function refuse({ push, answer }: Pick<ArrivedPush, 'push' | 'answer'>, refused: readonly RefStatus[]): Promise<void> {
  const reasons = new Map(refused.map((one) => [one.ref, one.refused ?? '']));
  await answer.refuse(refusePush(push, (ref) => reasons.get(ref) ?? ''));
}

interface Accepted extends Omit<ArrivedPush, 'target' | 'answer'> {
  /** Besides what git is asked for. */
  refused: readonly RefStatus[];
  guarded: Guarded;
  repository: Repository;
  begin: () => Writable;
}

/** The row is committed before git starts; the report is let go after the row is settled (docs/architecture.md#what-survives-kill--9). */
async function receive(
  ports: CarryPorts,
  { push, refused, guarded, repository, caller, cause, gitProtocol, begin }: Accepted,
): Promise<void> {
  const commands = commandsOf(push);
  const opened = await ports.pushes.open({ kind: 'git', repository, caller, traceId: cause.traceId, commands });
  const ask = guarded.checkOf(commands);
  const git = ports.repositories.folders.open(repository.id);
  const out = begin();
  try {
    await receivePack(git, push, out, {
      gitProtocol,
      maxPackBytes: ports.settings.maxPushBytes,
      check: ask === null ? undefined : { hooks: ports.repositories.folders.hooks, ask },
      reflogIdentity: reflogIdentity(opened),
      settle: async (report) => {
        const moved = await ports.pushes.settle(opened, report);
        return {
          refused,
          remoteLines: [
            ...optionLines(push.options),
            ...(await remoteLines(git, { push: opened, moved, publicUrl: ports.settings.publicUrl, people: ports.people, log: ports.log })),
          ],
        };
      },
    });
  } catch (error) {
    // The answer has begun: the client reads words instead of a report, and the log says why.
    ports.log.error({ err: error, pushId: opened.id, repository: repository.fullName }, 'a push could not be settled');
    const why = asMosaicError(error).code === 'insufficient_storage' ? "The server's disk is full" : 'Something went wrong at the server';
    out.end(failPush(push, `${why}, and the end of this push is not written down yet: fetch to see what was taken.`));
  }
}
