import type { Permission } from '@mosaic/contracts/mosaic';
import { MosaicError, isMosaicError } from '@mosaic/platform/errors';
import type { Cause } from '@mosaic/platform/events';
import { permits, type Caller } from '@mosaic/platform/identity';
import { pause } from '@mosaic/platform/waiting';

import { mayCreateUnder } from '../../owners/owner-policy.ts';
import type { Repository } from '../../repositories/repository.ts';
import { requireRepositoryName } from '../../repositories/repository-name.ts';
import { reaches } from '../../repositories/repository-policy.ts';
import type { RepositoryReader } from '../../repositories/repository-reader.ts';
import type { RepositoryCreator } from '../../repositories/repository-creator.ts';

/** What a push or fetch addresses: a repository, or one that a push may create. */
export type Target = { repository: Repository } | { creates: string };

/** @throws MosaicError `unauthenticated` (challenge), `not_found`, `forbidden`. */
export async function fetchTarget(reader: RepositoryReader, caller: Caller, name: { owner: string; repo: string }): Promise<Repository> {
  const access = await reader.byName(caller, name.owner, name.repo);
  if (access === null) throw caller.kind === 'anonymous' ? challenge() : noRepository();
  if (caller.kind !== 'anonymous') requireGrant(caller, 'forge:repository:read');
  return access.repository;
}

/** @throws MosaicError `unauthenticated` (challenge), `not_found`, `forbidden`. */
export async function pushTarget(reader: RepositoryReader, caller: Caller, name: { owner: string; repo: string }): Promise<Target> {
  if (caller.kind === 'anonymous') throw challenge();
  const access = await reader.byName(caller, name.owner, name.repo);
  if (access === null && !mayCreateUnder(caller, name.owner)) throw noRepository();
  requireGrant(caller, 'forge:repository:write');
  if (access === null) {
    requireRepositoryName(name.repo);
    return { creates: name.repo };
  }
  if (!reaches(access.level, 'write'))
    throw new MosaicError('forbidden', `You may read ${access.repository.fullName}, but not push to it.`);
  if (access.repository.archived) throw new MosaicError('forbidden', `${access.repository.fullName} is archived and takes no pushes.`);
  return { repository: access.repository };
}

/** Creates the repository that a push names (private); of several at once all get the same one. */
export async function createForPush(
  { reader, creator }: { reader: RepositoryReader; creator: RepositoryCreator },
  { caller, name, cause }: { caller: Caller; name: string; cause: Cause },
): Promise<Repository> {
  for (let attempt = 0; ; attempt++) {
    const found = await reader.byName(caller, caller.login, name);
    if (found !== null) return found.repository;
    try {
      return await creator.create(caller, { name, description: '', private: true, defaultBranch: 'main' }, cause);
    } catch (error) {
      // Another push of the same moment creates it; it takes some 10 ms.
      if (!isMosaicError(error, 'conflict') || attempt >= 50) throw error;
      await pause(20);
    }
  }
}

function requireGrant(caller: Caller, grant: Permission): void {
  if (!permits(caller, grant)) throw new MosaicError('forbidden', `Your token lacks the grant ${grant}.`);
}

function challenge(): MosaicError {
  return new MosaicError('unauthenticated', 'Sign in with your name and a token (or your password).');
}

function noRepository(): MosaicError {
  return new MosaicError('not_found', 'Repository not found');
}
