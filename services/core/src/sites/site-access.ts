import { getCredential, type NativeCalls } from '@mosaic/contracts/mosaic';
import { ttlCache, type RepositoryAuthority } from '@mosaic/platform/identity';

import type { Visitor } from './site-cookie.ts';

/** Who may open a site: whoever may read its repository, as the forge says now. */
export interface SiteAccess {
  /** `missing` when the repository is gone. */
  visibility(repositoryId: number): Promise<'public' | 'private' | 'missing'>;
  mayRead(login: string, repositoryId: number): Promise<boolean>;
  /** Whether the session behind a site's pass is still one: who signs out leaves the private sites too. */
  isSignedIn(visitor: Visitor): Promise<boolean>;
}

export function createSiteAccess(authority: RepositoryAuthority, accounts: Pick<NativeCalls, 'callOrNull'>): SiteAccess {
  const holderOf = ttlCache(
    (id: string) => id,
    (id) => accounts.callOrNull(getCredential, { id }),
  );
  return {
    isSignedIn: async ({ login, credentialId }) => credentialId !== '' && (await holderOf(credentialId))?.login === login,
    async visibility(repositoryId) {
      const repository = await authority.view('platform', repositoryId);
      if (repository === null) return 'missing';
      return repository.private ? 'private' : 'public';
    },
    mayRead: async (login, repositoryId) => (await authority.view({ login }, repositoryId)) !== null,
  };
}
