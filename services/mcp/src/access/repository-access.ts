import { MosaicError } from '@mosaic/platform/errors';
import type { Caller, RepositoryAuthority, RepositoryView } from '@mosaic/platform/identity';

import { isPlatform, platformRights, reaches } from './access-policy.ts';

/** A row that belongs to a repository; `repository_id` is 0 where only the name is known. */
export interface RepositoryRow {
  repository: string;
  repository_id: number;
}

/** Asks the forge, which alone knows who may do what (docs/architecture.md#identity). */
export interface RepositoryAccess {
  /** Null when there is none, or the caller may not know that there is. */
  find(caller: Caller, repository: string): Promise<RepositoryView | null>;
  /** The same for somebody who is not calling. */
  findFor(login: string, repository: string): Promise<RepositoryView | null>;
  /** Like `find`; throws `not_found`. */
  read(caller: Caller, repository: string): Promise<RepositoryView>;
  /** Like `read`; throws `forbidden` without the right. */
  require(caller: Caller, repository: string, right: 'pull' | 'push' | 'admin'): Promise<RepositoryView>;
  /** Whether the caller may see what belongs to the row's repository. */
  sees(caller: Caller, row: RepositoryRow): Promise<boolean>;
}

/** What a right is called towards people. */
const ACCESS = { pull: 'read', push: 'write', admin: 'admin' } as const;

export function createRepositoryAccess(authority: RepositoryAuthority): RepositoryAccess {
  const find = async (caller: Caller, repository: string): Promise<RepositoryView | null> => {
    const isOurs = isPlatform(caller);
    const found = await authority.view(isOurs ? 'platform' : caller, repository);
    if (found === null || !reaches(caller, found.id)) return null;
    return isOurs ? { ...found, ...platformRights(caller) } : found;
  };

  const read = async (caller: Caller, repository: string): Promise<RepositoryView> => {
    const found = await find(caller, repository);
    if (found === null) throw new MosaicError('not_found', `There is no repository "${repository}", or you may not know of it.`);
    return found;
  };

  return {
    find,
    read,
    findFor: (login, repository) => authority.view({ login }, repository),
    async require(caller, repository, right) {
      const found = await read(caller, repository);
      if (!found[right])
        throw new MosaicError(
          'forbidden',
          `You need ${ACCESS[right]} access to ${found.fullName}. Ask its owner to add you as a collaborator.`,
        );
      return found;
    },
    async sees(caller, row) {
      if (isPlatform(caller) && caller.repositories === null) return true;
      if (row.repository === '') return false;
      const found = await find(caller, row.repository);
      // The id tells a repository from a later one of the same name.
      return found !== null && (row.repository_id === 0 || found.id === row.repository_id);
    },
  };
}
