import type { RepositoryAuthority } from '@mosaic/platform/identity';

/** Who may open a site: whoever may read its repository, as the forge says now. */
export interface SiteAccess {
  /** `missing` when the repository is gone. */
  visibility(repositoryId: number): Promise<'public' | 'private' | 'missing'>;
  mayRead(login: string, repositoryId: number): Promise<boolean>;
}

export function createSiteAccess(authority: RepositoryAuthority): SiteAccess {
  return {
    async visibility(repositoryId) {
      const repository = await authority.view('platform', repositoryId);
      if (repository === null) return 'missing';
      return repository.private ? 'private' : 'public';
    },
    mayRead: async (login, repositoryId) => (await authority.view({ login }, repositoryId)) !== null,
  };
}
