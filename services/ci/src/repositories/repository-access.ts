import { MosaicError } from '@mosaic/platform/errors';
import type { Caller, RepositoryAuthority, RepositoryRights } from '@mosaic/platform/identity';

import type { RepositoryRow } from './repository.ts';
import {
  ALL_PERMISSIONS,
  NO_PERMISSIONS,
  isTrustedService,
  judgeRepository,
  repositoryMissing,
  type CiResource,
  type RepositoryAction,
} from './repository-policy.ts';

export interface RepositoryAccess {
  permissions(caller: Caller, repository: NamedRepository): Promise<RepositoryRights>;
  /** Throws unless the caller may: `not_found` when the repository is to stay unknown. */
  require(caller: Caller, repository: NamedRepository, need: Need): Promise<void>;
  /** Throws unless the caller may turn CI on for it: its row here may be still to come, so the grant alone stands for it. */
  requireActivation(caller: Caller, repository: NamedRepository): Promise<void>;
  /** Whether {@link RepositoryAccess.require} would pass. */
  allows(caller: Caller, repository: NamedRepository, need: Need): Promise<boolean>;
}

/** A repository of the forge, with a row here or not yet. */
export type NamedRepository = Pick<RepositoryRow, 'forge_id' | 'owner' | 'name'>;

interface Need {
  resource: CiResource;
  action: RepositoryAction;
}

/** Authority over a repository lives in the forge alone: it is asked as the caller. */
export function createRepositoryAccess(authority: RepositoryAuthority): RepositoryAccess {
  // By its id: it may be called otherwise by now, and a later one may have its name.
  const permissions = async (caller: Caller, { forge_id: forgeId }: NamedRepository): Promise<RepositoryRights> => {
    if (isTrustedService(caller)) return ALL_PERMISSIONS;
    const seen = await authority.view(caller.kind === 'anonymous' ? 'everybody' : caller, forgeId);
    if (seen === null || seen.id !== forgeId) return NO_PERMISSIONS;
    return { pull: seen.pull, push: seen.push, admin: seen.admin };
  };

  const judge: RepositoryAccess['allows'] = async (caller, repository, need) => (await verdict(caller, repository, need)) === 'allowed';

  const verdict = async (caller: Caller, repository: NamedRepository, need: Need) =>
    judgeRepository(caller, { forgeId: repository.forge_id, permissions: await permissions(caller, repository), ...need });

  return {
    permissions,
    allows: judge,
    async requireActivation(caller, repository) {
      const found = await verdict(caller, repository, { resource: 'repository', action: 'admin' });
      if (found === 'allowed') return;
      if (found === 'hidden') throw repositoryMissing();
      throw new MosaicError('forbidden', `You must administer ${repository.owner}/${repository.name} to turn CI on for it. Ask its owner.`);
    },
    async require(caller, repository, need) {
      const found = await verdict(caller, repository, need);
      if (found === 'allowed') return;
      if (found === 'hidden') throw repositoryMissing();
      if (caller.kind === 'anonymous') throw new MosaicError('unauthenticated', 'Sign in, or send a token in the Authorization header.');
      if (found === 'lacks_grant')
        throw new MosaicError('forbidden', `Your token lacks a grant for ci:${need.resource}. Make one that has it with "mosaic token".`);
      throw new MosaicError(
        'forbidden',
        `You may not ${need.action === 'push' ? 'write to' : 'administer'} ${repository.owner}/${repository.name}. Ask its owner.`,
      );
    },
  };
}
