import type { Caller } from '@mosaic/platform/identity';
import { MosaicError } from '@mosaic/platform/errors';

import type { Forge } from '../forge/forge-gateway.ts';
import type { RepositoryRow } from './repository-reader.ts';
import {
  ALL_PERMISSIONS,
  isTrustedService,
  judgeRepository,
  repositoryMissing,
  type CiResource,
  type ForgePermissions,
  type RepositoryAction,
} from './repository-policy.ts';

/** How long the forge's word is trusted, and how many answers are kept. */
const TTL_MS = 5_000;
const CACHE_LIMIT = 10_000;

export interface RepositoryAccess {
  permissions(caller: Caller, repository: RepositoryRow): Promise<ForgePermissions>;
  /** Throws unless the caller may: `not_found` when the repository is to stay unknown. */
  require(caller: Caller, repository: RepositoryRow, need: { resource: CiResource; action: RepositoryAction }): Promise<void>;
  /** Whether {@link RepositoryAccess.require} would pass. */
  allows(caller: Caller, repository: RepositoryRow, need: { resource: CiResource; action: RepositoryAction }): Promise<boolean>;
}

/** Authority over a repository lives in the forge alone: it is asked as the caller, and its answer kept for a few seconds. */
export function createRepositoryAccess(forge: Forge): RepositoryAccess {
  const cache = new Map<string, { until: number; answer: Promise<ForgePermissions> }>();

  const ask = (repository: RepositoryRow, login: string): Promise<ForgePermissions> => {
    const key = `${repository.id}/${login.toLowerCase()}`;
    const known = cache.get(key);
    if (known !== undefined && known.until > Date.now()) return known.answer;
    const answer = forge.permissions(repository, login);
    cache.delete(key);
    cache.set(key, { until: Date.now() + TTL_MS, answer });
    if (cache.size > CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
    answer.catch(() => cache.delete(key));
    return answer;
  };

  const permissions = (caller: Caller, repository: RepositoryRow): Promise<ForgePermissions> =>
    isTrustedService(caller) ? Promise.resolve(ALL_PERMISSIONS) : ask(repository, caller.login);

  const judge: RepositoryAccess['allows'] = async (caller, repository, need) => (await verdict(caller, repository, need)) === 'allowed';

  const verdict = async (caller: Caller, repository: RepositoryRow, need: { resource: CiResource; action: RepositoryAction }) =>
    judgeRepository(caller, { forgeId: repository.forge_id, permissions: await permissions(caller, repository), ...need });

  return {
    permissions,
    allows: judge,
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
