import { createGiteaClient } from '@mosaic/contracts/gitea';
import type { Send } from '@mosaic/contracts/wire';
import { MosaicError } from '@mosaic/platform/errors';
import type { Caller } from '@mosaic/platform/identity';

import { isPlatform, platformRights, reaches, type RepositoryRights } from './access-policy.ts';

/** A repository as one caller may see it. */
export interface RepositoryView extends RepositoryRights {
  id: number;
  /** "owner/name" as the forge spells it. */
  fullName: string;
  owner: string;
  private: boolean;
  defaultBranch: string;
}

/** A row that belongs to a repository; `repository_id` is 0 where only the name is known. */
export interface RepositoryRow {
  repository: string;
  repository_id: number;
}

/** Asks the forge, which alone knows who may do what (design.md 6). */
export interface RepositoryAccess {
  /** Null when there is none, or the caller may not know that there is. */
  find(caller: Caller, repository: string): Promise<RepositoryView | null>;
  /** The same for somebody who is not calling. */
  findFor(login: string, repository: string): Promise<RepositoryView | null>;
  /** Like `find`; throws `not_found`. */
  read(caller: Caller, repository: string): Promise<RepositoryView>;
  /** Like `read`; throws `forbidden` without the right. */
  require(caller: Caller, repository: string, right: 'push' | 'admin'): Promise<RepositoryView>;
  /** Whether the caller may see what belongs to the row's repository. */
  sees(caller: Caller, row: RepositoryRow): Promise<boolean>;
}

/** An answer is trusted this long, so a withdrawn right works at most this long here. */
const TTL_MS = 5_000;
/** Answers kept at most; the oldest goes first. */
const CACHE_LIMIT = 10_000;
/** The question that is asked as the platform itself. */
const AS_PLATFORM = '';

export function createRepositoryAccess(forge: Send, now: () => number): RepositoryAccess {
  const gitea = createGiteaClient(forge);
  const cache = new Map<string, { until: number; answer: Promise<RepositoryView | null> }>();

  const ask = async (login: string, repository: string): Promise<RepositoryView | null> => {
    const [owner = '', name = ''] = repository.split('/');
    const found = await gitea.getRepository(owner, name, login === AS_PLATFORM ? {} : { sudo: login }).catch((cause: unknown) => {
      throw new MosaicError('unavailable', 'The forge does not answer, so it is unknown what you may see. Try again shortly.', { cause });
    });
    if (found === null || found.permissions?.pull === false) return null;
    return {
      id: found.id,
      fullName: found.full_name,
      owner: found.owner.login,
      private: found.private,
      defaultBranch: found.default_branch,
      pull: true,
      push: found.permissions?.push ?? false,
      admin: found.permissions?.admin ?? false,
    };
  };

  const remembered = (login: string, repository: string): Promise<RepositoryView | null> => {
    const key = `${login}\n${repository.toLowerCase()}`;
    const known = cache.get(key);
    if (known !== undefined && known.until > now()) return known.answer;
    const answer = ask(login, repository);
    cache.delete(key);
    cache.set(key, { until: now() + TTL_MS, answer });
    if (cache.size > CACHE_LIMIT) cache.delete(cache.keys().next().value as string);
    answer.catch(() => cache.delete(key));
    return answer;
  };

  const find = async (caller: Caller, repository: string): Promise<RepositoryView | null> => {
    const isOurs = isPlatform(caller);
    const found = await remembered(isOurs ? AS_PLATFORM : caller.login, repository);
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
    findFor: remembered,
    async require(caller, repository, right) {
      const found = await read(caller, repository);
      if (!found[right])
        throw new MosaicError(
          'forbidden',
          `You need ${right === 'push' ? 'write' : 'admin'} access to ${found.fullName}. Ask its owner to add you as a collaborator.`,
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
